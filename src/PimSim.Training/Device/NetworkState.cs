using PimSim.Bits;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>Everything that a network in training has learned, in the form in which a device stores it.</summary>
internal static class NetworkState
{
    /// <summary>A copy of the state of <paramref name="network"/>, in training.</summary>
    /// <param name="network">The network.</param>
    /// <param name="workload">What the device trains.</param>
    /// <param name="worker">Whose copy; they are alike without faults.</param>
    public static StoredTraining Of(IChainNetwork network, TrainingWorkload workload, int worker = 0)
    {
        if (network is CellNetwork cells)
        {
            return cells.Stored(cells.HasFaults ? worker : 0);
        }

        var state = network.State.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        IReadOnlyList<ClipThresholds> thresholds = network.Thresholds();
        return new StoredTraining(
            [.. workload.Blocks.Select((b, i) => Block(state, b, i, thresholds.FirstOrDefault(t => string.Equals(t.Layer, b.Name, StringComparison.Ordinal))))],
            Parameter(state, "dense.weights"),
            Parameter(state, "dense.bias"));
    }

    private static BlockState Block(Dictionary<string, float[]> state, TrainingBlock block, int index, ClipThresholds? thresholds)
    {
        string norm = NetworkExport.NormName(index);
        TrainingParameter weights = Parameter(state, block.Name + ".weights");
        return new BlockState
        {
            Weights = weights,
            Gamma = Parameter(state, norm + ".gamma"),
            Beta = Parameter(state, norm + ".beta"),
            RunningMean = [.. state[norm + ".runningMean"]],
            RunningVariance = [.. state[norm + ".runningVariance"]],
            Clip = thresholds is null ? null : Parameter(state, block.Name + ".learned"),
            Range = Range(block, weights, thresholds),
        };
    }

    private static StoredRange? Range(TrainingBlock block, TrainingParameter weights, ClipThresholds? thresholds)
    {
        if (thresholds is null)
        {
            return block.Clip is TrainingClip.Sign or TrainingClip.ScaledSign ? new StoredRange(-SignMethod.Limit, SignMethod.Limit, 0) : null;
        }

        float mean = RealReduction.MeanAbsClipped(weights.Values, block.Shape.OutChannels, float.NegativeInfinity, float.PositiveInfinity);
        return new StoredRange(thresholds.Lower, thresholds.Upper, mean);
    }

    private static TrainingParameter Parameter(Dictionary<string, float[]> state, string name) =>
        new([.. state[name]], [.. state[name + ".0"]], state.TryGetValue(name + ".1", out float[]? second) ? [.. second] : new float[state[name].Length]);
}
