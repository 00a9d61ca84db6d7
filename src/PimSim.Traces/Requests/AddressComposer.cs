namespace PimSim.Traces;

/// <summary>
/// Makes a byte address of an address vector of Ramulator 2, one number a level from channel to column, or null where the
/// device has no such place.
/// </summary>
public delegate ulong? AddressComposer(ReadOnlySpan<long> levels);
