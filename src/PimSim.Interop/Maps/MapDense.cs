namespace PimSim.Interop;

/// <summary>A dense layer.</summary>
internal sealed record MapDense : MapItem
{
    /// <summary>Its weights.</summary>
    public required MapWeights Weights { get; init; }

    /// <summary>Name of a tensor that is added to the sums; empty for none.</summary>
    public required string Bias { get; init; }

    /// <summary>Outputs that count, where the folder has more rows; 0 for all.</summary>
    public required int Outputs { get; init; }

    /// <summary>How it takes an image.</summary>
    public required InputOrder InputOrder { get; init; }
}
