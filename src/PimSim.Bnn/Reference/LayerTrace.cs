namespace PimSim.Bnn;

/// <summary>What one block of a network computed for one image. Every tensor is height, width, channel.</summary>
public sealed record LayerTrace
{
    /// <summary>The block.</summary>
    public required LayerPlan Plan { get; init; }

    /// <summary>A binary layer's dot products, before pooling; null for a real layer.</summary>
    public int[]? Dots { get; init; }

    /// <summary>A real layer's results (bias added), before pooling; null for a binary layer.</summary>
    public float[]? Reals { get; init; }

    /// <summary>The block's output as +-1, when it ends in sign.</summary>
    public sbyte[]? Signs { get; init; }

    /// <summary>The block's output as whole numbers, when it ends in several thresholds a channel.</summary>
    public int[]? Levels { get; init; }

    /// <summary>The block's output when a binary layer has no sign: dot products, pooled.</summary>
    public int[]? PooledDots { get; init; }

    /// <summary>The block's output when a real layer has no sign: results, pooled.</summary>
    public float[]? PooledReals { get; init; }
}
