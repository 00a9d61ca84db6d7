namespace PimSim.Driver;

/// <summary>What a device trains: blocks in a row, then a real fully connected layer to class scores. It knows no network.</summary>
/// <param name="Name">Name for reports.</param>
/// <param name="Blocks">Blocks, first to last; the first has real weights, the others binary ones.</param>
/// <param name="DenseName">Name of the fully connected layer.</param>
/// <param name="Outputs">Class scores.</param>
public sealed record TrainingWorkload(string Name, IReadOnlyList<TrainingBlock> Blocks, string DenseName, int Outputs)
{
    /// <summary>Images whose gradients are summed one after another; sums of these blocks join in a pairwise tree.</summary>
    public const int BlockImages = 16;

    /// <summary>Added to the variance in a batch norm.</summary>
    public required float Epsilon { get; init; }

    /// <summary>How far running statistics move towards those of a batch.</summary>
    public required float Momentum { get; init; }

    /// <summary>How parameters follow their gradients.</summary>
    public TrainingOptimizer Optimizer { get; init; }

    /// <summary>True when a multiple of the parameters is added to the gradient of all but clip thresholds.</summary>
    public bool Decays { get; init; }

    /// <summary>True when gradients pass the sign of an activation x by max(0, 2 - 2|x|); else where |x| is at most 1.</summary>
    public bool IsPiecewise { get; init; }

    /// <summary>Inputs of the fully connected layer.</summary>
    public int DenseInputs => Blocks[^1].Shape.Windows * Blocks[^1].Shape.OutChannels;

    /// <summary>Blocks and the fully connected layer.</summary>
    public int Layers => Blocks.Count + 1;
}
