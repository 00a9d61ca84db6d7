using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Checks of a layer's stored weights.</summary>
internal static class WeightChecks
{
    /// <summary>The faults of a weight set that should have <paramref name="count"/> elements.</summary>
    public static IEnumerable<Diagnostic> Find(string node, WeightSet weights, int count, string? file)
    {
        (int given, float[] values) = weights switch
        {
            RealWeights w => (w.Values.Length, w.Values),
            ClippedWeights w => (w.Values.Length, w.Values),
            BinarizedWeights w => (w.Count, []),
            _ => (0, []),
        };
        if (given != count)
        {
            yield return Fault("PIM0408", $"has {given} weights, its shape needs {count}", null);
        }

        if (!Array.TrueForAll(values, float.IsFinite))
        {
            yield return Fault("PIM0409", "has a weight that is not finite", null);
        }

        if (weights is ClippedWeights clipped && !(float.IsFinite(clipped.Lower) && float.IsFinite(clipped.Upper)))
        {
            yield return Fault("PIM0409", $"has clip thresholds {clipped.Lower} and {clipped.Upper}", "thresholds are finite");
        }

        if (weights is not BinarizedWeights signs)
        {
            yield break;
        }

        if (!float.IsFinite(signs.Scale) || signs.Scale < 0)
        {
            yield return Fault("PIM0415", $"has a scale of {signs.Scale}", "a scale is finite and not negative");
        }

        if (signs.Count < 0 || signs.Bits.Length != (signs.Count + 63L) / 64)
        {
            yield return Fault("PIM0408", $"has {signs.Bits.Length} words of sign bits for {signs.Count} weights", "64 signs a word");
        }
        else if (signs.Count % 64 != 0 && signs.Bits[^1] >> (signs.Count % 64) != 0)
        {
            yield return Fault("PIM0408", "has sign bits beyond its last weight", "unused bits are 0");
        }

        Diagnostic Fault(string code, string message, string? remedy) => new(code, $"node '{node}' {message}", file, Remedy: remedy);
    }
}
