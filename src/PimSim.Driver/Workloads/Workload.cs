namespace PimSim.Driver;

/// <summary>Operations over tensor handles, in order: what the driver places, lowers and runs. It knows no network.</summary>
/// <param name="Name">Name for reports.</param>
/// <param name="Operations">Operation i takes tensor i and makes tensor i + 1.</param>
public sealed record Workload(string Name, IReadOnlyList<LayerOperation> Operations)
{
    /// <summary>How the host tells the class from the last operation's results.</summary>
    public IReadOut ReadOut { get; init; } = FirstMaximum.Instance;
}
