using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Thresholds as a comparison with a limit, the outcome of which some channels invert.</summary>
internal static class OnnxThresholds
{
    /// <summary>Those of whole numbers. Not at least the next number above the limit is at most the limit.</summary>
    public static (float[] Limits, bool[] Inverted) Of(DotThreshold[] thresholds) => (
        Array.ConvertAll(thresholds, t => t.AtMost ? MathF.BitIncrement(t.Limit) : t.Limit),
        Array.ConvertAll(thresholds, t => t.AtMost));

    /// <summary>Those of real numbers.</summary>
    public static (float[] Limits, bool[] Inverted) Of(RealThreshold[] thresholds) =>
        (Array.ConvertAll(thresholds, t => t.Limit), Array.ConvertAll(thresholds, t => t.Inverted));

    /// <summary>Adds the comparison; returns the truth values.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="name">Name of the layer.</param>
    /// <param name="value">What is compared.</param>
    /// <param name="limits">One a channel.</param>
    /// <param name="inverted">One a channel.</param>
    /// <param name="axes">Shape of the limits: one axis of the channels, and one of size 1 for each that follows it.</param>
    public static string Add(OnnxGraphWriter graph, string name, string value, float[] limits, bool[] inverted, int[] axes)
    {
        string reaches = graph.Add("GreaterOrEqual", $"{name}.reaches", [value, graph.Constant(ExportedTensor.Of($"{name}.threshold", limits, axes))]);
        return Array.Exists(inverted, i => i)
            ? graph.Add("Xor", $"{name}.fires", [reaches, graph.Constant(ExportedTensor.Of($"{name}.inverted", inverted, axes))])
            : reaches;
    }
}
