namespace PimSim.Driver;

/// <summary>Takes what one unit put on the bus.</summary>
internal delegate void UnitSink(int unit, ReadOnlySpan<ulong> words);
