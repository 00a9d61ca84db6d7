namespace PimSim.Interop;

/// <summary>One step of a network with its parameters in memory.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it, for messages.</param>
internal abstract record MappedItem(string Name, MapPlace Place);
