namespace PimSim.Training;

/// <summary>An item of a network's description.</summary>
internal abstract record LayerDescription
{
    /// <summary>Where it stands.</summary>
    public LayerPosition Position { get; init; } = LayerPosition.None;

    /// <summary>Whether its weights are binarized; null for the usual: all but the first and the last layer.</summary>
    public bool? Binary { get; init; }
}
