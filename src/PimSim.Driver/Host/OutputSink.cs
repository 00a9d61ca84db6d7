namespace PimSim.Driver;

/// <summary>Takes one burst off the bus.</summary>
internal delegate void OutputSink(ReadOnlySpan<byte> burst);
