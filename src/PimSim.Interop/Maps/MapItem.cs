namespace PimSim.Interop;

/// <summary>One step of a network, as a layer map names it.</summary>
internal abstract record MapItem
{
    /// <summary>Unique name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the map has it.</summary>
    public required MapPlace Place { get; init; }
}
