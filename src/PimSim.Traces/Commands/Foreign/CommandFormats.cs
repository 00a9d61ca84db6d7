namespace PimSim.Traces;

/// <summary>Names of the command formats, as the command line and documents have them.</summary>
public static class CommandFormats
{
    /// <summary>All names, in the order of <see cref="CommandFormat"/>: a constant, so that help need not load this library.</summary>
    public const string List = "native, ramulator, dramsim3, dramsys";

    private static readonly string[] ByFormat = List.Split(", ");

    /// <summary>All names, in the order of <see cref="CommandFormat"/>.</summary>
    public static IReadOnlyList<string> Names => ByFormat;

    /// <summary>The name of a format.</summary>
    public static string NameOf(CommandFormat format) => ByFormat[(int)format];

    /// <summary>The format of this name, or null.</summary>
    public static CommandFormat? Find(string name)
    {
        int index = Array.FindIndex(ByFormat, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (CommandFormat)index;
    }
}
