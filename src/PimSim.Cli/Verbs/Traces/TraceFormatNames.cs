using PimSim.Core;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Formats of traces as options name them, or as the names of files suggest them.</summary>
internal static class TraceFormatNames
{
    /// <summary>The format of requests that an option names, or null where it is not given.</summary>
    /// <exception cref="UserErrorException">PIM0902: there is none.</exception>
    public static RequestFormat? Requests(string option, string? name) =>
        name is null ? null : RequestFormats.Find(name) ?? throw Unknown(option, name, "request", RequestFormats.Names);

    /// <summary>The format of commands that an option names, or null where it is not given.</summary>
    /// <exception cref="UserErrorException">PIM0902: there is none.</exception>
    public static CommandFormat? Commands(string option, string? name) =>
        name is null ? null : CommandFormats.Find(name) ?? throw Unknown(option, name, "command", CommandFormats.Names);

    /// <summary>The format of requests that a file of this name should have.</summary>
    /// <exception cref="UserErrorException">PIM0901: the name does not tell.</exception>
    public static RequestFormat RequestsOfFile(string file) => Ending(file) switch
    {
        ".PIMTRACE" => RequestFormat.Native,
        ".STL" => RequestFormat.DramSys,
        ".RSTL" => RequestFormat.DramSysRelative,
        _ => throw Untold(file, RequestFormats.Names),
    };

    /// <summary>The format of commands that a file of this name should have.</summary>
    /// <exception cref="UserErrorException">PIM0901: the name does not tell.</exception>
    public static CommandFormat CommandsOfFile(string file, string option = "--to") => Ending(file) switch
    {
        ".PIMTRACE" => CommandFormat.Native,
        ".CSV" => CommandFormat.Ramulator,
        ".TDB" => CommandFormat.DramSys,
        _ => throw Untold(file, CommandFormats.Names, option),
    };

    private static string Ending(string file) =>
        Path.GetExtension(file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file).ToUpperInvariant();

    private static UserErrorException Unknown(string option, string name, string kind, IReadOnlyList<string> names) =>
        new("PIM0902", $"{option} '{name}' is no format of {kind} traces", remedy: NearestName.Remedy(name, names));

    private static UserErrorException Untold(string file, IReadOnlyList<string> names, string option = "--to") =>
        new("PIM0901", $"the name '{file}' does not tell the format to write", remedy: $"give {option}, one of {string.Join(", ", names)}");
}
