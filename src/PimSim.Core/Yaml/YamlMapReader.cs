using System.Globalization;

namespace PimSim.Core;

/// <summary>
/// Reads a mapping key by key. A fault is reported and a harmless value returned, so that reading goes on and all
/// faults are found; <see cref="Finish"/> reports the keys that nobody asked for.
/// </summary>
public sealed class YamlMapReader
{
    private readonly HashSet<string> asked = new(StringComparer.Ordinal);

    /// <summary>Reads <paramref name="mapping"/>, whose path (for <c>--set</c>) is <paramref name="path"/> or empty at the top.</summary>
    public YamlMapReader(YamlMapping mapping, string path, YamlContext context)
    {
        Mapping = mapping;
        Path = path;
        Context = context;
    }

    /// <summary>The mapping.</summary>
    public YamlMapping Mapping { get; }

    /// <summary>Path of the mapping, keys joined by dots.</summary>
    public string Path { get; }

    /// <summary>File, faults and overrides.</summary>
    public YamlContext Context { get; }

    /// <summary>Path of a key.</summary>
    public string PathOf(string key) => Path.Length == 0 ? key : $"{Path}.{key}";

    /// <summary>The value under a key or null; the key is a known one from now on.</summary>
    public YamlNode? Find(string key)
    {
        asked.Add(key);
        return Mapping.Find(key);
    }

    /// <summary>The value under a key; PIM0106 and null when it is missing.</summary>
    public YamlNode? Require(string key)
    {
        YamlNode? node = Find(key);
        if (node is null)
        {
            Context.Report("PIM0106", $"'{PathOf(key)}' is missing", Mapping);
        }

        return node;
    }

    /// <summary>A scalar under a key, an override first; null when it is missing (PIM0106 if required) or no scalar (PIM0107).</summary>
    public YamlScalar? Scalar(string key, bool required = true)
    {
        string? replaced = Context.Overrides?.Find(PathOf(key));
        if (replaced is not null)
        {
            asked.Add(key);
            return new YamlScalar(replaced, Quoted: false, 0, 0);
        }

        YamlNode? node = required ? Require(key) : Find(key);
        if (node is YamlScalar scalar)
        {
            return scalar;
        }

        if (node is not null)
        {
            Context.Report("PIM0107", $"'{PathOf(key)}' must be a single value, not {node.KindName}", node);
        }

        return null;
    }

    /// <summary>A text that is not empty; an empty string on a fault or when absent.</summary>
    public string Text(string key, bool required = true)
    {
        YamlScalar? scalar = Scalar(key, required);
        if (scalar is not null && scalar.Text.Length == 0)
        {
            Context.Report("PIM0107", $"'{PathOf(key)}' is empty", scalar);
        }

        return scalar?.Text ?? "";
    }

    /// <summary>An integer within bounds; <paramref name="fallback"/> (or the lower bound) on a fault or when absent.</summary>
    public int Integer(string key, int min, int max, int? fallback = null)
    {
        YamlScalar? scalar = Scalar(key, required: fallback is null);
        return scalar is null ? fallback ?? min : Integer(scalar, PathOf(key), min, max);
    }

    /// <summary>Reads a scalar as an integer: PIM0107 when it is none, PIM0108 when it is out of range.</summary>
    public int Integer(YamlScalar scalar, string name, int min, int max)
    {
        if (!long.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value))
        {
            Context.Report("PIM0107", $"'{name}' must be an integer, not '{scalar.Text}'", scalar);
            return min;
        }

        if (value < min || value > max)
        {
            Context.Report("PIM0108", $"'{name}' is {value}", scalar, $"it must be from {min} to {max}");
            return min;
        }

        return (int)value;
    }

    /// <summary>true or false; <paramref name="fallback"/> on a fault or when absent.</summary>
    public bool Boolean(string key, bool fallback)
    {
        YamlScalar? scalar = Scalar(key, required: false);
        switch (scalar?.Text)
        {
            case null:
                return fallback;
            case "true":
                return true;
            case "false":
                return false;
            default:
                Context.Report("PIM0107", $"'{PathOf(key)}' must be true or false, not '{scalar.Text}'", scalar);
                return fallback;
        }
    }

    /// <summary>One of a set of words (PIM0109 otherwise); <paramref name="fallback"/> when absent, required without one.</summary>
    public T Word<T>(string key, IReadOnlyDictionary<string, T> words, T? fallback = null)
        where T : struct
    {
        YamlScalar? scalar = Scalar(key, required: fallback is null);
        return scalar is null ? fallback ?? default : Word(scalar, PathOf(key), words);
    }

    /// <summary>Reads a scalar as one of a set of words; PIM0109 when it is none.</summary>
    public T Word<T>(YamlScalar scalar, string name, IReadOnlyDictionary<string, T> words)
        where T : struct
    {
        if (words.TryGetValue(scalar.Text, out T value))
        {
            return value;
        }

        Context.Report("PIM0109", $"'{name}' cannot be '{scalar.Text}'", scalar, $"it is one of {string.Join(", ", words.Keys)}");
        return default;
    }

    /// <summary>A reader of the mapping under a key, or null when it is missing or something else.</summary>
    public YamlMapReader? Map(string key, bool required = true)
    {
        YamlNode? node = required ? Require(key) : Find(key);
        return node is null ? null : Map(node, PathOf(key));
    }

    /// <summary>A reader of a node that must be a mapping, or null and PIM0107.</summary>
    public YamlMapReader? Map(YamlNode node, string path)
    {
        if (node is YamlMapping mapping)
        {
            return new YamlMapReader(mapping, path, Context);
        }

        Context.Report("PIM0107", $"'{path}' must be a mapping, not {node.KindName}", node);
        return null;
    }

    /// <summary>The items of a list under a key; none when it is missing or something else.</summary>
    public IReadOnlyList<YamlNode> Sequence(string key, bool required = true)
    {
        YamlNode? node = required ? Require(key) : Find(key);
        if (node is YamlSequence sequence)
        {
            return sequence.Items;
        }

        if (node is not null)
        {
            Context.Report("PIM0107", $"'{PathOf(key)}' must be a list, not {node.KindName}", node);
        }

        return [];
    }

    /// <summary>The texts of a list of scalars, or of one scalar that stands for a list of one.</summary>
    public IReadOnlyList<YamlScalar> Scalars(string key, bool required = true)
    {
        if (Mapping.Find(key) is YamlScalar single)
        {
            asked.Add(key);
            return [single];
        }

        List<YamlScalar> scalars = [];
        foreach (YamlNode item in Sequence(key, required))
        {
            if (item is YamlScalar scalar)
            {
                scalars.Add(scalar);
            }
            else
            {
                Context.Report("PIM0107", $"an item of '{PathOf(key)}' must be a single value, not {item.KindName}", item);
            }
        }

        return scalars;
    }

    /// <summary>Reports every key that was not asked for: PIM0105 with the nearest right name.</summary>
    public void Finish()
    {
        foreach (YamlEntry entry in Mapping.Entries.Where(e => !asked.Contains(e.Key.Text)))
        {
            Context.Report(
                "PIM0105",
                $"unknown key '{PathOf(entry.Key.Text)}'",
                entry.Key,
                NearestName.Remedy(entry.Key.Text, [.. asked.Order(StringComparer.Ordinal)]));
        }
    }

    /// <summary>
    /// Checks <c>format</c>: false and PIM0110 when it is another one (another kind of file, or an unknown version), so that
    /// reading on makes no sense.
    /// </summary>
    public bool Format(string expected)
    {
        YamlNode? node = Require("format");
        if (node is null || (node is YamlScalar scalar && string.Equals(scalar.Text, expected, StringComparison.Ordinal)))
        {
            return true;
        }

        string found = node is YamlScalar other ? $"'{other.Text}'" : node.KindName;
        Context.Report("PIM0110", $"format {found} is not readable here", node, $"expected is '{expected}'");
        return false;
    }
}
