using System.Globalization;

namespace PimSim.Cli;

/// <summary>Numbers for people: thousands separated, SI prefixes, four digits. JSON never goes through here.</summary>
internal static class Quantity
{
    private static readonly (double Factor, string Prefix)[] Prefixes =
        [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")];

    /// <summary>1234567 as <c>1,234,567</c>.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>0.00123 of <c>s</c> as <c>1.230 ms</c>.</summary>
    public static string Si(double value, string unit)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return $"{value.ToString(CultureInfo.InvariantCulture)} {unit}";
        }

        double magnitude = Math.Abs(value);
        (double factor, string prefix) = Prefixes[^1];
        foreach ((double candidate, string name) in Prefixes)
        {
            if (magnitude >= candidate)
            {
                (factor, prefix) = (candidate, name);
                break;
            }
        }

        double scaled = value / factor;
        string format = Math.Abs(scaled) >= 100 ? "0.0" : Math.Abs(scaled) >= 10 ? "0.00" : "0.000";
        return $"{scaled.ToString(format, CultureInfo.InvariantCulture)} {prefix}{unit}";
    }

    /// <summary>A fraction as <c>89.42 %</c>.</summary>
    public static string Percent(double fraction) =>
        double.IsFinite(fraction) ? $"{(fraction * 100).ToString("0.00", CultureInfo.InvariantCulture)} %" : "-";

    /// <summary>A bar of at most <paramref name="width"/> characters, in eighths.</summary>
    public static string Bar(double fraction, int width)
    {
        int eighths = (int)Math.Round(Math.Clamp(double.IsFinite(fraction) ? fraction : 0, 0, 1) * width * 8);
        string full = new('█', eighths / 8);
        return eighths % 8 == 0 ? full : full + "▏▎▍▌▋▊▉"[(eighths % 8) - 1];
    }
}
