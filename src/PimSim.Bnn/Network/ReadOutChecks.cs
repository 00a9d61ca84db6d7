using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Checks of a network's read-out.</summary>
internal static class ReadOutChecks
{
    /// <summary>The faults of the read-out.</summary>
    public static IEnumerable<Diagnostic> Find(BnnNetwork network, string? file)
    {
        int classes = network.Classes.Count;
        switch (network.ReadOut)
        {
            case AffineReadOut affine:
                if (affine.Scale.Length != classes || affine.Offset.Length != classes)
                {
                    yield return Fault($"the read-out has {affine.Scale.Length} scales and {affine.Offset.Length} offsets for {classes} classes", "one of each a class");
                }

                if (!Array.TrueForAll(affine.Scale, double.IsFinite) || !Array.TrueForAll(affine.Offset, double.IsFinite))
                {
                    yield return Fault("the read-out has a scale or an offset that is not finite", "scales and offsets are finite");
                }

                break;
            case HighestSetReadOut highest when highest.Thresholds.Length != classes:
                yield return Fault($"the read-out has {highest.Thresholds.Length} thresholds for {classes} classes", "one threshold a class");
                break;
            default:
                break;
        }

        Diagnostic Fault(string message, string remedy) => new("PIM1083", message, file, Remedy: remedy);
    }
}
