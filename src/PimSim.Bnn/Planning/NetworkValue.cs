using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>A value that a step of a <see cref="NetworkPlan"/> makes, or the input.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Shape">Height, width, channels.</param>
/// <param name="Node">The node whose output it is, or null where it is only on the way to one.</param>
public sealed record NetworkValue(ValueKind Kind, ImageShape Shape, string? Node)
{
    /// <summary>The binary layer that gives it, where it is counts; or null.</summary>
    public LayerPlan? Counts { get; init; }

    /// <summary>The planes of whole numbers, or null.</summary>
    public BitPlanes? Planes { get; init; }
}
