namespace PimSim.Interop;

/// <summary>One bit a pixel: +1 where the pixel is at least <paramref name="Threshold"/>, else -1.</summary>
/// <param name="Threshold">1 to 255.</param>
internal sealed record ThresholdPixels(int Threshold) : PixelEncoding;
