using PimSim.Data;

namespace PimSim.Bnn;

/// <summary>What to sketch, and how.</summary>
public sealed record SketchOptions
{
    /// <summary>The most bases a filter.</summary>
    public const int MaxBits = 16;

    /// <summary>m: binary bases of each filter, from 1 to <see cref="MaxBits"/>.</summary>
    public required int Bits { get; init; }

    /// <summary>How scales are found.</summary>
    public SketchMethod Method { get; init; } = SketchMethod.Refined;

    /// <summary>Names of the layers, or null for all with real weights whose input is bits, but the last layer of the network.</summary>
    public IReadOnlyList<string>? Layers { get; init; }

    /// <summary>Images over which mean and variance of the batch norms behind sketched layers are taken anew, or null to keep them.</summary>
    public ImageDataSet? NormImages { get; init; }
}
