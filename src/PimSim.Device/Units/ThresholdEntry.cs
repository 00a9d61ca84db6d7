namespace PimSim.Device;

/// <summary>
/// An entry of a unit's threshold table, 32 bits in a row: bits 0 to 23 the limit (two's complement), bit 31 the
/// direction. Direction clear: +1 (bit 0) where the mismatch count is at most Limit; set: where it is at least Limit.
/// </summary>
/// <param name="Limit">Limit on the mismatch count, -2^23 .. 2^23 - 1.</param>
/// <param name="Direction">Direction bit.</param>
public readonly record struct ThresholdEntry(int Limit, bool Direction)
{
    /// <summary>Bits of an entry in a row.</summary>
    public const int Bits = 32;

    /// <summary>The entry that is stored as <paramref name="word"/>.</summary>
    public static ThresholdEntry Decode(uint word) => new((int)(word << 8) >> 8, (word >> 31) != 0);

    /// <summary>The stored form.</summary>
    public uint Encode() => ((uint)Limit & 0x00FF_FFFF) | (Direction ? 0x8000_0000u : 0);

    /// <summary>True when <paramref name="mismatches"/> gives +1.</summary>
    public bool Fires(long mismatches) => Direction ? mismatches >= Limit : mismatches <= Limit;
}
