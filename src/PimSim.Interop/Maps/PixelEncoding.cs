namespace PimSim.Interop;

/// <summary>How pixels p of 0 to 255 become inputs.</summary>
internal abstract record PixelEncoding;
