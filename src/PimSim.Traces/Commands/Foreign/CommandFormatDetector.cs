using System.Text;

namespace PimSim.Traces;

/// <summary>Tells the format of a command trace by its first bytes.</summary>
internal static class CommandFormatDetector
{
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>A foreign format whose content starts like this, or null.</summary>
    public static CommandFormat? ByContent(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("SQLite format 3\0"u8))
        {
            return CommandFormat.DramSys;
        }

        if (start.StartsWith("clock,command,"u8))
        {
            return CommandFormat.Ramulator;
        }

        foreach (string line in Encoding.Latin1.GetString(start).Split('\n'))
        {
            string[] words = line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length > 0)
            {
                return words.Length >= 6 && long.TryParse(words[0], out _) && DramSim3Names.ToStandard(words[1]) is not null ? CommandFormat.DramSim3 : null;
            }
        }

        return null;
    }
}
