using System.Globalization;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>Compares what was learned, bit for bit.</summary>
internal static class StateComparison
{
    /// <summary>The first number that differs, in words, or null.</summary>
    public static string? FirstDifference(TrainingWorkload workload, StoredTraining expected, StoredTraining actual)
    {
        for (int b = 0; b < expected.Blocks.Count; b++)
        {
            (BlockState e, BlockState a) = (expected.Blocks[b], actual.Blocks[b]);
            string name = workload.Blocks[b].Name;
            string? found = Of(e.RunningMean, a.RunningMean, name + " running mean")
                ?? Of(e.RunningVariance, a.RunningVariance, name + " running variance")
                ?? Of(e.Gamma, a.Gamma, name + " scale")
                ?? Of(e.Beta, a.Beta, name + " shift")
                ?? Of(e.Weights, a.Weights, name + " weights")
                ?? (e.Clip is null ? null : Of(e.Clip, a.Clip!, name + " clip parameters"))
                ?? (e.Range is null ? null : Of([e.Range.Lower, e.Range.Upper], [a.Range!.Lower, a.Range.Upper], name + " clip thresholds"));
            if (found is not null)
            {
                return found;
            }
        }

        return Of(expected.DenseWeights, actual.DenseWeights, workload.DenseName + " weights") ?? Of(expected.DenseBias, actual.DenseBias, workload.DenseName + " bias");
    }

    private static string? Of(TrainingParameter expected, TrainingParameter actual, string what) =>
        Of(expected.First, actual.First, what + ", first moments") ?? Of(expected.Second, actual.Second, what + ", second moments") ?? Of(expected.Values, actual.Values, what);

    private static string? Of(float[] expected, float[] actual, string what)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            if (BitConverter.SingleToInt32Bits(expected[i]) != BitConverter.SingleToInt32Bits(actual[i]))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{what}, number {i}: {actual[i]:R} instead of {expected[i]:R}");
            }
        }

        return null;
    }
}
