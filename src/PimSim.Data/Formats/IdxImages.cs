namespace PimSim.Data;

/// <summary>The content of an IDX image file.</summary>
/// <param name="Count">Number of images, at least 1.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Pixels">[count][height][width].</param>
internal sealed record IdxImages(int Count, int Height, int Width, byte[] Pixels);
