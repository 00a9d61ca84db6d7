namespace PimSim.Interop;

/// <summary>Real inputs: (p / 255 - Mean) / Deviation, for each channel.</summary>
/// <param name="Mean">One for each channel.</param>
/// <param name="Deviation">One for each channel, not 0.</param>
internal sealed record NormalizedPixels(IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation) : PixelEncoding;
