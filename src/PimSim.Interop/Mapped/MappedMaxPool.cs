namespace PimSim.Interop;

/// <summary>Max-pooling without padding; windows that would leave the image are dropped.</summary>
/// <param name="Name">Unique name.</param>
/// <param name="Place">Where the map names it.</param>
/// <param name="Size">Window rows and columns.</param>
/// <param name="Stride">Step between windows.</param>
internal sealed record MappedMaxPool(string Name, MapPlace Place, int Size, int Stride) : MappedItem(Name, Place);
