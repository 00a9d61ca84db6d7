namespace PimSim.Traces;

/// <summary>Names of the request formats, as the command line and documents have them.</summary>
public static class RequestFormats
{
    /// <summary>All names, in the order of <see cref="RequestFormat"/>: a constant, so that help need not load this library.</summary>
    public const string List = "native, ramulator, ramulator-rw, dramsim3, dramsys, dramsys-relative";

    private static readonly string[] ByFormat = List.Split(", ");

    /// <summary>All names, in the order of <see cref="RequestFormat"/>.</summary>
    public static IReadOnlyList<string> Names => ByFormat;

    /// <summary>The name of a format.</summary>
    public static string NameOf(RequestFormat format) => ByFormat[(int)format];

    /// <summary>The format of this name, or null.</summary>
    public static RequestFormat? Find(string name)
    {
        int index = Array.FindIndex(ByFormat, n => string.Equals(n, name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (RequestFormat)index;
    }

    /// <summary>Whether a format has cycles; without them all requests are at cycle 0.</summary>
    public static bool KeepsCycles(RequestFormat format) => format is not (RequestFormat.Ramulator or RequestFormat.RamulatorReadWrite);

    /// <summary>Whether a format has room for the data of writes.</summary>
    public static bool KeepsData(RequestFormat format) => format is RequestFormat.Native or RequestFormat.DramSys or RequestFormat.DramSysRelative;
}
