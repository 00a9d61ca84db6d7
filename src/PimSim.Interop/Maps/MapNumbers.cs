using System.Globalization;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>Real numbers of a layer map.</summary>
internal static class MapNumbers
{
    private const double MaxMagnitude = 1e30;

    /// <summary>A finite number: PIM0106 when missing, PIM0107 when none, PIM0108 when not finite or out of all bounds.</summary>
    public static double Real(YamlMapReader reader, string key)
    {
        YamlScalar? scalar = reader.Scalar(key);
        return scalar is null ? 0 : Real(reader, scalar, reader.PathOf(key));
    }

    /// <summary>A list of as many finite numbers as there are channels.</summary>
    public static IReadOnlyList<double> Reals(YamlMapReader reader, string key, int channels, bool zeroAllowed)
    {
        IReadOnlyList<YamlScalar> scalars = reader.Scalars(key);
        if (scalars.Count != channels && reader.Mapping.Find(key) is { } node)
        {
            reader.Context.Report("PIM0107", $"'{reader.PathOf(key)}' has {scalars.Count} numbers for {channels} channels", node, "give one for each channel");
        }

        List<double> values = [];
        foreach (YamlScalar scalar in scalars)
        {
            values.Add(Real(reader, scalar, reader.PathOf(key)));
            if (values[^1] == 0 && !zeroAllowed)
            {
                reader.Context.Report("PIM0108", $"'{reader.PathOf(key)}' is 0", scalar, "pixels are divided by it");
            }
        }

        return values;
    }

    private static double Real(YamlMapReader reader, YamlScalar scalar, string name)
    {
        if (!double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
        {
            reader.Context.Report("PIM0107", $"'{name}' must be a number, not '{scalar.Text}'", scalar);
            return 1;
        }

        if (!(Math.Abs(value) <= MaxMagnitude))
        {
            reader.Context.Report("PIM0108", $"'{name}' is {scalar.Text}", scalar, $"it must be from -{MaxMagnitude} to {MaxMagnitude}");
            return 1;
        }

        return value;
    }
}
