using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// A section of a device file that holds numbers: <c>NAME: value</c> or <c>NAME: {value, unit, source}</c>, with a
/// <c>source</c> (and, for timing, a <c>unit</c>) for all that give none of their own.
/// </summary>
internal sealed class NumberGroup
{
    private readonly YamlMapReader reader;
    private readonly List<ModelNumber> numbers;
    private readonly ClockRounding? clock;
    private readonly string groupSource;
    private readonly string groupUnit;

    /// <param name="reader">The section.</param>
    /// <param name="numbers">Takes every number with its source.</param>
    /// <param name="clock">Turns ns into cycles; null where times mean nothing.</param>
    public NumberGroup(YamlMapReader reader, List<ModelNumber> numbers, ClockRounding? clock = null)
    {
        this.reader = reader;
        this.numbers = numbers;
        this.clock = clock;
        groupSource = reader.Find("source") is null ? "" : reader.Text("source");
        groupUnit = clock is not null && reader.Find("unit") is not null ? reader.Text("unit") : "";
    }

    public YamlMapReader Reader => reader;

    /// <summary>The value of a number that must be an integer; its lower bound on a fault.</summary>
    public int Integer(string name, int min, int max, int? fallback = null)
    {
        ParameterSpec spec = new(name, "")
        {
            Min = min,
            Max = max,
            Whole = true,
            Default = fallback,
            DefaultSource = "default of the format (docs/device-models.md)",
        };
        return (int)(Read(spec) ?? min).Ceiling();
    }

    /// <summary>The value of a number (timing: in cycles), or null after a report.</summary>
    public Rational? Read(ParameterSpec spec)
    {
        string path = reader.PathOf(spec.Name);
        YamlContext context = reader.Context;
        string? replaced = context.Overrides?.Find(path);
        YamlNode? node = reader.Find(spec.Name);
        YamlScalar? value;
        string unit = groupUnit.Length > 0 && spec.Unit is "cycles" ? groupUnit : spec.Unit;
        string source = groupSource;
        YamlNode? unitPlace = null;
        if (node is YamlMapping mapping)
        {
            YamlMapReader map = new(mapping, path, context with { Overrides = null });
            value = map.Scalar("value");
            YamlScalar? own = map.Scalar("unit", required: false);
            (unit, unitPlace) = (own?.Text ?? unit, own);
            source = map.Find("source") is null ? source : map.Text("source");
            map.Finish();
        }
        else if (node is null)
        {
            if (replaced is null)
            {
                return Missing(spec, path);
            }

            (value, source) = (null, spec.DefaultSource);
        }
        else
        {
            value = reader.Scalar(spec.Name);
        }

        if (source.Length == 0 && node is not null)
        {
            context.Report("PIM0123", $"'{path}' has no source", node, "add 'source:' to the number or to its section");
        }

        if (replaced is not null)
        {
            value = new YamlScalar(replaced, Quoted: false, 0, 0);
            source = $"set by --set (model: {source})";
        }

        return value is null ? null : Convert(spec, path, value, unit, unitPlace ?? value, source);
    }

    private Rational? Missing(ParameterSpec spec, string path)
    {
        if (spec.Default is { } fallback)
        {
            numbers.Add(new ModelNumber(path, Decimal(fallback), spec.Unit, spec.DefaultSource));
            return fallback;
        }

        if (!spec.Optional)
        {
            reader.Context.Report("PIM0106", $"'{path}' is missing", reader.Mapping);
        }

        return null;
    }

    private Rational? Convert(ParameterSpec spec, string path, YamlScalar text, string unit, YamlNode unitPlace, string source)
    {
        YamlContext context = reader.Context;
        if (!Rational.TryParse(text.Text, out Rational value) && !(spec.IsScientific && Rational.TryParseScientific(text.Text, out value)))
        {
            context.Report("PIM0107", $"'{path}' must be a number, not '{text.Text}'", text);
            return null;
        }

        bool time = spec.Unit is "cycles" && clock is not null && unit is "ns";
        if (!time && !string.Equals(unit, spec.Unit, StringComparison.Ordinal))
        {
            string expected = spec.Unit is "cycles" && clock is not null ? "cycles or ns" : spec.Unit.Length == 0 ? "no unit" : spec.Unit;
            context.Report("PIM0124", $"'{path}' cannot be in '{unit}'", unitPlace, $"expected is {expected}");
            return null;
        }

        Rational converted = time ? clock!.Cycles(value) : value;
        if (!converted.IsInteger && (spec.Whole || spec.Unit is "cycles"))
        {
            context.Report("PIM0107", $"'{path}' must be an integer, not '{text.Text}'", text, time ? null : "give times that are no whole cycles in ns");
            return null;
        }

        if (converted < spec.Min || converted > spec.Max)
        {
            context.Report("PIM0108", $"'{path}' is {text.Text}", text, $"it must be from {spec.Min} to {spec.Max}");
            return null;
        }

        numbers.Add(new ModelNumber(path, text.Text, unit, source));
        return converted;
    }

    private static string Decimal(Rational value) =>
        value.IsInteger ? value.ToString() : value.ToDouble().ToString(System.Globalization.CultureInfo.InvariantCulture);
}
