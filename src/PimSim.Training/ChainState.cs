namespace PimSim.Training;

/// <summary>Names and numbers of what a chain of blocks has learned.</summary>
internal static class ChainState
{
    /// <summary>All that a later step depends on.</summary>
    public static IEnumerable<KeyValuePair<string, float[]>> All(IReadOnlyList<TrainedBlock> blocks, IEnumerable<KeyValuePair<string, float[]>> dense) =>
    [
        .. blocks.SelectMany((b, i) => NamedState.Under(NetworkExport.ConvolutionName(i), b.Weights.State).Concat(NamedState.Under(NetworkExport.NormName(i), b.Norm.State))),
        .. NamedState.Under("dense", dense),
    ];

    /// <summary>An epoch begins, from 1 on.</summary>
    public static void BeginEpoch(IReadOnlyList<TrainedBlock> blocks, int epoch, int epochs)
    {
        foreach (TrainedBlock block in blocks)
        {
            block.Weights.BeginEpoch(epoch, epochs);
        }
    }

    /// <summary>Weights are those of a checkpoint.</summary>
    public static void Resume(IReadOnlyList<TrainedBlock> blocks)
    {
        foreach (TrainedBlock block in blocks)
        {
            block.Weights.Resume();
        }
    }

    /// <summary>Clip thresholds of the blocks that learn them.</summary>
    public static IReadOnlyList<ClipThresholds> Thresholds(IReadOnlyList<TrainedBlock> blocks) =>
    [
        .. blocks.Select((b, i) => (b.Weights.Range, Name: NetworkExport.ConvolutionName(i)))
            .Where(b => b.Range is not null)
            .Select(b => new ClipThresholds(b.Name, b.Range!.Value.Lower, b.Range.Value.Upper)),
    ];

    /// <summary>For each binary block the fraction of signs that changed since the last call.</summary>
    public static IReadOnlyList<SignFlips> TakeFlips(IReadOnlyList<TrainedBlock> blocks) =>
    [
        .. blocks.Select((b, i) => (Weights: b.Weights as BinaryLayerWeights, Name: NetworkExport.ConvolutionName(i)))
            .Where(b => b.Weights is not null)
            .Select(b => new SignFlips(b.Name, b.Weights!.TakeFlips())),
    ];
}
