using System.Globalization;
using System.Numerics;
using PimSim.Bits;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Reads the axes of a space. An axis that would have too many values is counted, not made.</summary>
internal sealed class AxisReader(YamlContext context)
{
    /// <summary>Most values of one axis.</summary>
    private const int MaxValues = 1_000_000;

    private readonly Dictionary<string, YamlNode> names = new(StringComparer.Ordinal);
    private readonly HashSet<string> paths = new(StringComparer.Ordinal);

    /// <summary>Combinations of all axes read so far.</summary>
    public BigInteger Combinations { get; private set; } = 1;

    /// <summary>Reads one item of <c>axes</c>; null after a report.</summary>
    public SpaceAxis? Read(YamlNode item, string path)
    {
        YamlMapReader? map = new YamlMapReader(new YamlMapping([], item.Line, item.Column), "", context).Map(item, path);
        if (map is null)
        {
            return null;
        }

        IReadOnlyList<YamlNode> linked = map.Sequence("link", required: false);
        BigInteger count;
        List<AxisParameter> parameters = [];
        if (linked.Count == 0)
        {
            AxisParameter? single = Parameter(map, out count);
            Combinations *= count;
            return single is null ? null : new SpaceAxis([single], item);
        }

        map.Finish();
        List<BigInteger> counts = [];
        foreach (YamlNode node in linked)
        {
            if (map.Map(node, path + ".link") is { } member)
            {
                AxisParameter? parameter = Parameter(member, out count);
                counts.Add(count);
                parameters.AddRange(parameter is null ? [] : [parameter]);
            }
        }

        Combinations *= counts.DefaultIfEmpty(BigInteger.One).Max();
        if (counts.Distinct().Count() > 1)
        {
            context.Report("PIM1243", $"linked parameters have {string.Join(" and ", counts.Distinct())} values", item, "give each of them equally many: they change together");
            return null;
        }

        return parameters.Count < linked.Count ? null : new SpaceAxis(parameters, item);
    }

    private AxisParameter? Parameter(YamlMapReader map, out BigInteger count)
    {
        YamlScalar? parameter = map.Scalar("parameter");
        string path = parameter?.Text ?? "";
        string name = map.Text("name", required: false) is { Length: > 0 } given ? given : path[(path.LastIndexOf('.') + 1)..];
        string[]? values = Values(map, out count);
        map.Finish();
        if (parameter is null)
        {
            return null;
        }

        bool plain = name.Length > 0 && char.IsAsciiLetter(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_');
        if (!plain)
        {
            context.Report("PIM1242", $"'{name}' cannot name an axis", parameter, "add 'name:' with letters, digits and _, a letter first");
        }
        else if (ResultColumns.IsReserved(name))
        {
            context.Report("PIM1242", $"'{name}' names a column of every result", parameter, "add 'name:' with another name for the axis");
        }
        else if (!names.TryAdd(name, parameter))
        {
            context.Report("PIM1242", $"two axes have the name '{name}' (first in line {names[name].Line})", parameter, "add 'name:' to one of them");
        }
        else if (!paths.Add(path))
        {
            context.Report("PIM1242", $"two axes vary '{path}'", parameter, "leave one of them out");
        }
        else if (values is not null)
        {
            return new AxisParameter(name, path, values);
        }

        return null;
    }

    private string[]? Values(YamlMapReader map, out BigInteger count)
    {
        count = 1;
        YamlNode? list = map.Find("list");
        YamlNode? range = map.Find("range");
        YamlNode? log = map.Find("log");
        if (new[] { list, range, log }.Count(n => n is not null) != 1)
        {
            context.Report("PIM1240", "an axis has exactly one of 'list', 'range' and 'log'", map.Mapping);
            return null;
        }

        if (list is not null)
        {
            IReadOnlyList<YamlScalar> items = map.Scalars("list");
            count = Math.Max(1, items.Count);
            return Listed(items, list);
        }

        YamlMapReader? bounds = range is not null ? map.Map("range") : map.Map("log");
        if (bounds is null)
        {
            return null;
        }

        decimal? from = Number(bounds, "from");
        decimal? to = Number(bounds, "to");
        decimal? step = range is null ? null : Number(bounds, "step", required: false);
        decimal? points = Number(bounds, "count", required: log is not null);
        bounds.Finish();
        if (from is null || to is null || (points is null && step is null && bounds.Mapping.Find("step") is not null))
        {
            return null;
        }

        return Spread(bounds.Mapping, from.Value, to.Value, step, points, log is not null, out count);
    }

    private string[]? Spread(YamlNode place, decimal from, decimal to, decimal? step, decimal? points, bool log, out BigInteger count)
    {
        count = 1;
        string? fault = (from, to, step, points) switch
        {
            _ when from > to => $"it goes from {Decimals.Text(from)} down to {Decimals.Text(to)}",
            _ when !log && step is null == points is null => "it needs either 'step' or 'count'",
            (_, _, <= 0, _) => $"its step is {Decimals.Text(step!.Value)}",
            (_, _, _, { } given) when given < 1 || given != decimal.Truncate(given) => $"its count is {Decimals.Text(given)}",
            (_, _, _, 1) when from != to => "a single value cannot be at both ends",
            _ when log && from <= 0 => $"a logarithmic axis cannot start at {Decimals.Text(from)}",
            _ => null,
        };
        if (fault is not null)
        {
            context.Report("PIM1241", "an impossible range: " + fault, place, "give from, to (not below it) and a positive step or whole count; 'log' above 0");
            return null;
        }

        count = points is { } wanted ? new BigInteger(wanted) : new BigInteger(decimal.Floor((to - from) / step!.Value)) + 1;
        if (count > MaxValues)
        {
            context.Report("PIM1244", $"an axis has {count} values; the limit is {MaxValues}", place, "take a larger step or a smaller count");
            return null;
        }

        int n = (int)count;
        string[] values = new string[n];
        for (int i = 0; i < n; i++)
        {
            values[i] = i == n - 1 && points is not null ? Decimals.Text(to)
                : i == 0 ? Decimals.Text(from)
                : step is { } s ? Decimals.Text(from + (i * s))
                : log ? Decimals.Rounded(Geometric(from, to, i, n))
                : Decimals.Rounded(from + ((to - from) * i / (n - 1)));
        }

        return Distinct(values, place);
    }

    /// <summary>By logarithms that are the same on every machine.</summary>
    private static decimal Geometric(decimal from, decimal to, int i, int n) =>
        (decimal)((double)from * DeterministicMath.Exp(DeterministicMath.Log((double)to / (double)from) * i / (n - 1)));

    private string[]? Listed(IReadOnlyList<YamlScalar> items, YamlNode place)
    {
        if (items.Count == 0)
        {
            context.Report("PIM1240", "an axis without values", place, "give at least one");
            return null;
        }

        return Distinct([.. items.Select(i => !i.Quoted && Decimals.IsNumber(i.Text) ? Decimals.Text(Decimals.Parse(i.Text)!.Value) : i.Text)], place);
    }

    private string[]? Distinct(string[] values, YamlNode place)
    {
        string? twice = values.GroupBy(v => v, StringComparer.Ordinal).FirstOrDefault(g => g.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            context.Report("PIM1240", $"an axis has the value {twice} twice", place);
            return null;
        }

        return values;
    }

    private decimal? Number(YamlMapReader map, string key, bool required = true)
    {
        YamlScalar? scalar = map.Scalar(key, required);
        if (scalar is null)
        {
            return null;
        }

        if (Decimals.Parse(scalar.Text) is { } value && Math.Abs(value) < 1_000_000_000_000_000m)
        {
            return value;
        }

        context.Report("PIM0107", string.Create(CultureInfo.InvariantCulture, $"'{map.PathOf(key)}' must be a number, not '{scalar.Text}'"), scalar);
        return null;
    }
}
