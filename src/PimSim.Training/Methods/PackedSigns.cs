using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>Signs as a network file holds them.</summary>
internal static class PackedSigns
{
    /// <summary>A set of scale 1 from values of which the sign counts; 0 is +1.</summary>
    public static BinarizedWeights From(ReadOnlySpan<float> signs)
    {
        ulong[] bits = new ulong[(signs.Length + 63) / 64];
        for (int i = 0; i < signs.Length; i++)
        {
            bits[i / 64] |= signs[i] < 0f ? 1UL << (i % 64) : 0UL;
        }

        return new BinarizedWeights(bits, signs.Length, 1f);
    }
}
