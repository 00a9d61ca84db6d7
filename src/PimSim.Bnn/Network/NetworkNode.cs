namespace PimSim.Bnn;

/// <summary>A node of a <see cref="BnnNetwork"/>.</summary>
public abstract record NetworkNode
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the nodes (or <see cref="BnnNetwork.InputName"/>) whose outputs it takes.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }
}
