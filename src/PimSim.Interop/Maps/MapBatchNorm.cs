namespace PimSim.Interop;

/// <summary>Batch normalization, by tensor names.</summary>
internal sealed record MapBatchNorm : MapItem
{
    /// <summary>Factor; empty for 1.</summary>
    public required string Gamma { get; init; }

    /// <summary>Summand; empty for 0.</summary>
    public required string Beta { get; init; }

    /// <summary>Running mean.</summary>
    public required string Mean { get; init; }

    /// <summary>Running variance.</summary>
    public required string Variance { get; init; }

    /// <summary>Added to the variance.</summary>
    public required double Epsilon { get; init; }
}
