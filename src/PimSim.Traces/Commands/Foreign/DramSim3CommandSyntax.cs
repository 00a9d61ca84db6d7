using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// DRAMsim3's command trace: columns cycle, command, channel, rank, bank group, bank, row and column, the last two
/// hexadecimal; columns are counted in bursts. It knows no pseudo-channels: channels count them through. A refresh of a rank
/// comes with channel -1, which stands for that of the command before: there is a file for each channel.
/// </summary>
internal sealed class DramSim3CommandSyntax : ICommandSyntax
{
    private long lastChannel = -1;

    public bool ReadHeader(ReadOnlySpan<byte> line, string file) => false;

    public string? Parse(ReadOnlySpan<byte> text, out Range name, out LocatedCommand placed, out int at)
    {
        placed = LocatedCommand.Nowhere;
        name = default;
        at = TextScan.SkipBlanks(text, 0);
        int end = TextScan.Decimal(text, at, out placed.Cycle);
        if (end <= at || !TextScan.IsBlank(text[end]))
        {
            return "a cycle belongs here";
        }

        at = TextScan.SkipBlanks(text, end);
        int start = at;
        while (!TextScan.EndsWord(text[at]))
        {
            at++;
        }

        if (at == start)
        {
            return "the name of a command belongs here";
        }

        name = start..at;
        return Number(text, ref at, out placed.Channel)
            && Number(text, ref at, out placed.Rank)
            && Number(text, ref at, out placed.BankGroup)
            && Number(text, ref at, out placed.Bank)
            && Hex(text, ref at, out placed.Row)
            && Hex(text, ref at, out placed.Column)
            ? End(text, ref at)
            : "a number belongs here: channel, rank, bank group and bank decimal, row and column hexadecimal";
    }

    public string? StandardName(string name) => DramSim3Names.ToStandard(name);

    public void Settle(ref LocatedCommand placed, Organization organization)
    {
        lastChannel = placed.Channel == -1 ? lastChannel : placed.Channel;
        if (lastChannel >= 0)
        {
            placed.Channel = lastChannel / organization.PseudoChannels;
            placed.PseudoChannel = lastChannel % organization.PseudoChannels;
        }
    }

    private static string? End(ReadOnlySpan<byte> text, ref int at)
    {
        at = TextScan.SkipBlanks(text, at);
        return text[at] == '\n' ? null : "the line should end here";
    }

    private static bool Number(ReadOnlySpan<byte> text, ref int at, out long value)
    {
        at = TextScan.SkipBlanks(text, at);
        bool isNegative = text[at] == '-';
        int start = isNegative ? at + 1 : at;
        int end = TextScan.Decimal(text, start, out value);
        if (end <= start || !TextScan.EndsWord(text[end]))
        {
            return false;
        }

        value = isNegative ? -1 : value;
        at = end;
        return true;
    }

    private static bool Hex(ReadOnlySpan<byte> text, ref int at, out long value)
    {
        at = TextScan.SkipBlanks(text, at);
        bool isNegative = text[at] == '-';
        int start = TextScan.SkipHexPrefix(text, isNegative ? at + 1 : at);
        int end = TextScan.Hex(text, start, out ulong number);
        value = isNegative ? -1 : (long)Math.Min(number, long.MaxValue);
        if (end <= start || !TextScan.EndsWord(text[end]))
        {
            return false;
        }

        at = end;
        return true;
    }
}
