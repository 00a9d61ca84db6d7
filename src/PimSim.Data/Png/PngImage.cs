namespace PimSim.Data;

/// <summary>An image of a PNG file.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">1 for grey, 3 for red, green, blue.</param>
/// <param name="Pixels">[height][width][channels].</param>
internal sealed record PngImage(int Height, int Width, int Channels, byte[] Pixels);
