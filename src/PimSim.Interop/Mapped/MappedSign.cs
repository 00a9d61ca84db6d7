namespace PimSim.Interop;

/// <summary>Sign: at least 0 is +1, below is -1.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
internal sealed record MappedSign(string Name, MapPlace Place) : MappedItem(Name, Place);
