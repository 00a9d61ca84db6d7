using PimSim.Bits;

namespace PimSim.Training;

/// <summary>The mean magnitude of each output channel's weights.</summary>
internal static class ChannelScales
{
    /// <summary>scales[o] = (sum of |clip(w, lower, upper)| over channel o) times fl(1 / count).</summary>
    public static void Fill(ReadOnlySpan<float> weights, float lower, float upper, Span<float> scales)
    {
        int depth = weights.Length / scales.Length;
        for (int o = 0; o < scales.Length; o++)
        {
            scales[o] = RealReduction.SumAbs16Clipped(weights.Slice(o * depth, depth), lower, upper) * (1f / depth);
        }
    }
}
