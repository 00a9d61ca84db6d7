using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>What a graph does not say about its images.</summary>
internal sealed record OnnxImportOptions
{
    /// <summary>Numbers of pixels.</summary>
    public OnnxPixels Pixels { get; init; }

    /// <summary>Shape of an image where the graph takes a flat vector (of channel, height, width), or null: a square of one channel.</summary>
    public ImageShape? Image { get; init; }
}
