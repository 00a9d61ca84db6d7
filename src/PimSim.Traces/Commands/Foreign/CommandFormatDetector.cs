using System.Text;
using PimSim.Core;

namespace PimSim.Traces;

/// <summary>Tells the format of a command trace by its first bytes.</summary>
internal static class CommandFormatDetector
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <exception cref="UserErrorException">PIM0501: this is a request trace. PIM0520: nothing fits.</exception>
    public static CommandFormat Detect(TraceInput input)
    {
        if (ContainerReader.IsContainer(input.Start))
        {
            return CommandFormat.Native;
        }

        if (ByContent(input.Start) is { } format)
        {
            return format;
        }

        string[] words = FirstWords(input.Start);
        if (words.Length == 0)
        {
            return CommandFormat.DramSim3;
        }

        throw RequestFormatDetector.OfWords(words) is { } requests
            ? TraceFaults.Kind(input.FileName, $"requests ({RequestFormats.NameOf(requests)})", HeaderCodec.Kind)
            : TraceFaults.UnknownFormat(input.FileName, words, "command", CommandFormats.Names);
    }

    /// <summary>A foreign format whose content starts like this, or null.</summary>
    public static CommandFormat? ByContent(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("SQLite format 3\0"u8))
        {
            return CommandFormat.DramSys;
        }

        if (start.StartsWith("clock,command"u8))
        {
            return CommandFormat.Ramulator;
        }

        string[] words = FirstWords(start);
        return words.Length >= 6 && long.TryParse(words[0], out _) && DramSim3Names.ToStandard(words[1]) is not null ? CommandFormat.DramSim3 : null;
    }

    private static string[] FirstWords(ReadOnlySpan<byte> start) => Encoding.Latin1.GetString(start).Split('\n')
        .Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))
        .FirstOrDefault(words => words.Length > 0) ?? [];
}
