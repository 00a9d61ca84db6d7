namespace PimSim.Exploration;

/// <summary>A case of a suite: what to run, and how far time and energy may lie from the accepted values.</summary>
public sealed record RegressionCase
{
    /// <summary>Its name, unique in the suite.</summary>
    public required string Name { get; init; }

    /// <summary>Device model: a name or a file.</summary>
    public required string Device { get; init; }

    /// <summary>Network: a name or a file.</summary>
    public required string Network { get; init; }

    /// <summary>Data set: a name, a folder or a file; its test half is taken.</summary>
    public required string Data { get; init; }

    /// <summary>The first so many images; null for all.</summary>
    public int? Images { get; init; }

    /// <summary>Parameters of the model, <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Seed of all randomness.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Seeds of faults, from <see cref="Seed"/> on, over which accuracy is taken; 1 for the class of each image.</summary>
    public int FaultSeeds { get; init; } = 1;

    /// <summary>Whether classes are found, or only time and energy.</summary>
    public EvaluationKind Evaluate { get; init; } = EvaluationKind.Accuracy;

    /// <summary>Largest relative difference of cycles that is let through.</summary>
    public double CycleTolerance { get; init; }

    /// <summary>Largest relative difference of energy that is let through.</summary>
    public double EnergyTolerance { get; init; }
}
