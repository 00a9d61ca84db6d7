namespace PimSim.Cli;

/// <summary>The clip range of a layer's weights.</summary>
/// <param name="Layer">Name of the layer.</param>
/// <param name="Lower">First threshold.</param>
/// <param name="Upper">Second threshold.</param>
internal sealed record ClipThresholdView(string Layer, float Lower, float Upper);
