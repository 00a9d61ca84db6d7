namespace PimSim.Driver;

/// <summary>fp32 lanes of a unit's words.</summary>
internal static class Lanes
{
    public static float Get(ReadOnlySpan<ulong> words, int lane) => BitConverter.UInt32BitsToSingle((uint)(words[lane / 2] >> (lane % 2 * 32)));

    /// <summary>Sets a lane that is 0.</summary>
    public static void Set(Span<ulong> words, int lane, float value) =>
        words[lane / 2] |= (ulong)BitConverter.SingleToUInt32Bits(value) << (lane % 2 * 32);
}
