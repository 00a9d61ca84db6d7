using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>What a graph does not say about its images.</summary>
internal sealed record OnnxImportOptions
{
    /// <summary>Numbers of pixels.</summary>
    public OnnxPixels Pixels { get; init; }

    /// <summary>What pixels become before the graph sees them, or null: see <see cref="Pixels"/>.</summary>
    public PixelEncoding? Encoding { get; init; }

    /// <summary>Names of the classes; empty: their numbers.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>Shape of an image where the graph takes a flat vector (of channel, height, width), or null: a square of one channel.</summary>
    public ImageShape? Image { get; init; }

    /// <summary>Whether the axes are image, height, width, channel; null: where the last is 1 or 3 and the others are a square.</summary>
    public bool? ChannelsLast { get; init; }
}
