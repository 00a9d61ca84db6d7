namespace PimSim.Driver;

/// <summary>Gives the column word of one unit; it is zero when asked for.</summary>
internal delegate void UnitFill(int unit, Span<ulong> words);
