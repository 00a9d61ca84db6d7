namespace PimSim.Interop;

/// <summary>Signed fixed point of 8 bits: clamp(floor((p / 255 * Scale + Offset) * 2^FractionBits + 1/2), -128, 127), an integer.</summary>
/// <param name="Scale">Factor of p / 255, such as 2.</param>
/// <param name="Offset">Added to it, such as -1.</param>
/// <param name="FractionBits">0 to 15.</param>
internal sealed record FixedPointPixels(double Scale, double Offset, int FractionBits) : PixelEncoding;
