namespace PimSim.Bnn;

/// <summary>A network's answer for one image.</summary>
public sealed record NaiveResult
{
    /// <summary>Every block's tensors, first to last.</summary>
    public required IReadOnlyList<LayerTrace> Layers { get; init; }

    /// <summary>
    /// Outputs of nodes that are kept, by name: fp32 numbers, +-1, whole numbers, or dot products before the layer's scale. Those of nodes that
    /// are decided or added together with others are not there.
    /// </summary>
    public required IReadOnlyDictionary<string, float[]> Values { get; init; }

    /// <summary>
    /// One score a class: results of a real last layer; dot products of a binary one and +-1 of one with sign (exact as
    /// fp32 for fewer than 2^24 positions).
    /// </summary>
    public required float[] Scores { get; init; }

    /// <summary>The class that the network's read-out tells.</summary>
    public required int Prediction { get; init; }
}
