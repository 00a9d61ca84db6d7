using System.Text;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Ramulator 2.1's recorder: CSV whose first line names the levels of the standard, channel to column; columns are counted
/// in bursts. Levels: Channel, PseudoChannel, Rank (or Sid, the stack id), BankGroup, Bank, Row, Column.
/// </summary>
internal sealed class RamulatorCommandSyntax : ICommandSyntax
{
    private Level[] levels = [];

    private enum Level
    {
        Channel,
        PseudoChannel,
        Rank,
        BankGroup,
        Bank,
        Row,
        Column,
        Ignored,
    }

    public bool ReadHeader(ReadOnlySpan<byte> line, string file)
    {
        string[] names = Encoding.Latin1.GetString(line).TrimEnd('\r', ' ').Split(',');
        if (names.Length < 3 || names[0] != "clock" || names[1] != "command")
        {
            throw ForeignFaults.Header(file, "the first line does not name the columns 'clock,command,' and the levels");
        }

        levels = new Level[names.Length - 2];
        HashSet<Level> seen = [];
        for (int i = 0; i < levels.Length; i++)
        {
            levels[i] = names[i + 2].ToUpperInvariant() switch
            {
                "CHANNEL" => Level.Channel,
                "PSEUDOCHANNEL" => Level.PseudoChannel,
                "RANK" or "SID" or "STACKID" => Level.Rank,
                "BANKGROUP" => Level.BankGroup,
                "BANK" => Level.Bank,
                "ROW" => Level.Row,
                "COLUMN" => Level.Column,
                "TYPE" or "SOURCE" => Level.Ignored,
                _ => throw ForeignFaults.Header(file, $"the column '{names[i + 2]}' is no level that is known"),
            };
            if (levels[i] != Level.Ignored && !seen.Add(levels[i]))
            {
                throw ForeignFaults.Header(file, $"the column '{names[i + 2]}' names a level twice");
            }
        }

        return true;
    }

    public string? Parse(ReadOnlySpan<byte> text, out Range name, out LocatedCommand placed, out int at)
    {
        placed = LocatedCommand.Nowhere;
        name = default;
        at = 0;
        int end = TextScan.Decimal(text, at, out placed.Cycle);
        if (end <= at || text[end] != ',')
        {
            return "a clock cycle and a comma belong here";
        }

        at = end + 1;
        int length = text[at..].IndexOf((byte)',');
        if (length <= 0)
        {
            return "the name of a command and a comma belong here";
        }

        name = at..(at + length);
        at += length;
        foreach (Level level in levels)
        {
            if (text[at] != ',')
            {
                return $"a comma and {levels.Length} numbers belong behind the command";
            }

            at++;
            bool isNegative = text[at] == '-';
            end = TextScan.Decimal(text, isNegative ? at + 1 : at, out long value);
            if (end <= at + (isNegative ? 1 : 0))
            {
                return "a number belongs here";
            }

            Set(ref placed, level, isNegative ? -1 : value);
            at = end;
        }

        at = TextScan.SkipBlanks(text, at);
        return text[at] == '\n' ? null : "the line should end here";
    }

    public string? StandardName(string name) => name;

    public void Settle(ref LocatedCommand placed, Organization organization)
    {
    }

    private static void Set(ref LocatedCommand placed, Level level, long value)
    {
        switch (level)
        {
            case Level.Channel:
                placed.Channel = value;
                break;
            case Level.PseudoChannel:
                placed.PseudoChannel = value;
                break;
            case Level.Rank:
                placed.Rank = value;
                break;
            case Level.BankGroup:
                placed.BankGroup = value;
                break;
            case Level.Bank:
                placed.Bank = value;
                break;
            case Level.Row:
                placed.Row = value;
                break;
            case Level.Column:
                placed.Column = value;
                break;
            default:
                break;
        }
    }
}
