namespace PimSim.Bnn.Tests.Independent;

/// <summary>What flows along an edge of the graph, height x width x channel; one of the arrays is set, for normalized values two.</summary>
internal sealed record NodeValue(int Height, int Width, int Channels)
{
    /// <summary>fp32 numbers.</summary>
    public float[]? Reals { get; init; }

    /// <summary>Integers whose value is this times <see cref="Scale"/>.</summary>
    public int[]? Dots { get; init; }

    public float Scale { get; init; }

    /// <summary>Whether normalized values are at least 0, beside the rounded ones in <see cref="Reals"/>.</summary>
    public bool[]? AtLeastZero { get; init; }

    /// <summary>Whole numbers that thresholds gave.</summary>
    public int[]? Levels { get; init; }

    /// <summary>+1 (true) or -1.</summary>
    public bool[]? Signs { get; init; }
}
