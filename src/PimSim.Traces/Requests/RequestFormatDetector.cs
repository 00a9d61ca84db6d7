using System.Text;
using PimSim.Core;

namespace PimSim.Traces;

/// <summary>Tells the format of a request trace by its first bytes, then its name, then its first line.</summary>
internal static class RequestFormatDetector
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <exception cref="UserErrorException">PIM0501: this is a command trace. PIM0520: nothing fits.</exception>
    public static RequestFormat Detect(TraceInput input)
    {
        if (ContainerReader.IsContainer(input.Start))
        {
            return RequestFormat.Native;
        }

        if (CommandFormatDetector.ByContent(input.Start) is { } commands)
        {
            throw TraceFaults.Kind(input.FileName, $"commands ({CommandFormats.NameOf(commands)})", "requests");
        }

        return ByName(input.FileName) ?? ByLine(input);
    }

    private static RequestFormat? ByName(string path)
    {
        string name = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path;
        return Path.GetExtension(name).ToUpperInvariant() switch
        {
            ".STL" => RequestFormat.DramSys,
            ".RSTL" => RequestFormat.DramSysRelative,
            ".PIMTRACE" => RequestFormat.Native,
            _ => null,
        };
    }

    private static RequestFormat ByLine(TraceInput input)
    {
        string text = Encoding.Latin1.GetString(input.Start);
        foreach (string line in text.Split('\n'))
        {
            string[] words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0 && words[0][0] != '#')
            {
                return OfWords(words) ?? throw TraceFaults.UnknownFormat(input.FileName, words, "request", RequestFormats.Names);
            }
        }

        // Nothing but comments or nothing at all: every text format reads it as no requests.
        return RequestFormat.DramSys;
    }

    /// <summary>The format of a line by its words, or null.</summary>
    public static RequestFormat? OfWords(string[] words) => words switch
    {
        ["LD" or "ST", _] => RequestFormat.Ramulator,
        ["R" or "W", _] or [_, "R" or "W"] => RequestFormat.RamulatorReadWrite,
        [var address, "READ" or "WRITE" or "P_MEM_RD" or "P_MEM_WR" or "P_FETCH" or "BOFF", _] when char.IsAsciiHexDigit(address[0]) => RequestFormat.DramSim3,
        [['0', 'x' or 'X', ..], "read" or "write", _] => RequestFormat.DramSim3,
        [[>= '0' and <= '9', .., ':'], ..] => RequestFormat.DramSys,
        [[>= '0' and <= '9', ..], "read" or "write" or ['(', ..], ..] => RequestFormat.DramSys,
        ["read" or "write", _, ..] => RequestFormat.DramSys,
        _ => null,
    };
}
