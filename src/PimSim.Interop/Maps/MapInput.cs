namespace PimSim.Interop;

/// <summary>The images that a network takes.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Channels">Channels.</param>
/// <param name="Encoding">What becomes of a pixel.</param>
internal sealed record MapInput(int Height, int Width, int Channels, PixelEncoding Encoding);
