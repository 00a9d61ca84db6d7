namespace PimSim.Bnn;

/// <summary>A value of a network for one image; one of the arrays is set.</summary>
internal sealed record NaiveValue
{
    /// <summary>+-1.</summary>
    public sbyte[]? Signs { get; init; }

    /// <summary>fp32 numbers, or whole numbers that thresholds gave.</summary>
    public float[]? Reals { get; init; }

    /// <summary>Dot products, before the layer's scale.</summary>
    public int[]? Dots { get; init; }

    /// <summary>Any of them as numbers.</summary>
    public float[] Numbers() => Reals ?? (Signs is null ? Array.ConvertAll(Dots!, d => (float)d) : Array.ConvertAll(Signs, s => (float)s));
}
