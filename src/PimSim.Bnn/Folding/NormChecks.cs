using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>What folding needs of a batch norm's parameters.</summary>
internal static class NormChecks
{
    /// <summary>The faults of <paramref name="norm"/> for <paramref name="channels"/> channels; empty when it is usable.</summary>
    public static IEnumerable<Diagnostic> Find(BatchNormNode norm, int channels, string? file = null)
    {
        (string Name, float[] Values)[] tensors =
            [("gamma", norm.Gamma), ("beta", norm.Beta), ("mean", norm.Mean), ("variance", norm.Variance)];
        foreach ((string name, float[] values) in tensors)
        {
            if (values is null || values.Length != channels)
            {
                yield return Fault($"{name} has {values?.Length ?? 0} elements, {channels} channels need one each");
            }
            else if (!Array.TrueForAll(values, float.IsFinite))
            {
                yield return Fault($"{name} holds a value that is not finite");
            }
        }

        if (!float.IsFinite(norm.Epsilon))
        {
            yield return Fault("epsilon is not finite");
        }
        else if (norm.Variance is { } variance)
        {
            // The sum of two fp32 numbers cannot underflow in double, so its sign is the exact sum's.
            int at = Array.FindIndex(variance, v => float.IsFinite(v) && (double)v + norm.Epsilon <= 0);
            if (at >= 0)
            {
                yield return Fault($"variance + epsilon of channel {at} is {variance[at]} + {norm.Epsilon}, not above 0");
            }
        }

        Diagnostic Fault(string what) => new("PIM0411", $"batch norm '{norm.Name}': {what}", file);
    }

    /// <summary>Throws the faults, if any.</summary>
    /// <exception cref="UserErrorException">The parameters cannot be folded.</exception>
    public static void Require(BatchNormNode norm, int channels)
    {
        Diagnostic[] faults = [.. Find(norm, channels)];
        if (faults.Length > 0)
        {
            throw new UserErrorException(faults);
        }
    }
}
