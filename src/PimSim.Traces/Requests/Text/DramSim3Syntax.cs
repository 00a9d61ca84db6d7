using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// DRAMsim3: <c>0xADDRESS READ|WRITE CYCLE</c>. The address is hexadecimal with or without prefix; lower case and the words of
/// its predecessors (P_MEM_RD, P_FETCH; P_MEM_WR, BOFF) are taken as it takes them.
/// </summary>
internal readonly struct DramSim3Syntax : IRequestSyntax
{
    public static LineResult Parse(ReadOnlySpan<byte> text, ref int position, LineContext context, out Request request)
    {
        request = default;
        int at = TextScan.SkipBlanks(text, position);
        position = at;
        if (text[at] == '\n')
        {
            position++;
            return LineResult.Nothing;
        }

        at = TextScan.SkipHexPrefix(text, at);
        int end = TextScan.Hex(text, at, out ulong address);
        if (end <= at || !TextScan.IsBlank(text[end]))
        {
            return end == TextScan.TooLarge ? LineResult.TooLarge : LineResult.NoAddress;
        }

        at = TextScan.SkipBlanks(text, end);
        position = at;
        bool isWrite;
        ReadOnlySpan<byte> rest = text[at..];
        if (rest.StartsWith("READ"u8))
        {
            isWrite = false;
            at += 4;
        }
        else if (rest.StartsWith("WRITE"u8))
        {
            isWrite = true;
            at += 5;
        }
        else if (!TryOtherWord(rest, out isWrite, out int length))
        {
            return LineResult.NoOperation;
        }
        else
        {
            at += length;
        }

        if (!TextScan.IsBlank(text[at]))
        {
            return text[at] == '\n' ? LineResult.NoCycle : LineResult.NoOperation;
        }

        at = TextScan.SkipBlanks(text, at);
        position = at;
        end = TextScan.Decimal(text, at, out long cycle);
        if (end <= at)
        {
            return end == TextScan.TooLarge ? LineResult.TooLarge : LineResult.NoCycle;
        }

        if (text[end] != '\n')
        {
            end = TextScan.SkipBlanks(text, end);
            if (text[end] != '\n')
            {
                position = end;
                return LineResult.TextAfterEnd;
            }
        }

        if (cycle < context.LastCycle)
        {
            return LineResult.Backwards;
        }

        context.LastCycle = cycle;
        position = end + 1;
        request = new Request(cycle, address, isWrite);
        return LineResult.Request;
    }

    private static bool TryOtherWord(ReadOnlySpan<byte> rest, out bool isWrite, out int length)
    {
        length = 0;
        while (!TextScan.EndsWord(rest[length]))
        {
            length++;
        }

        ReadOnlySpan<byte> word = rest[..length];
        isWrite = word.SequenceEqual("write"u8) || word.SequenceEqual("P_MEM_WR"u8) || word.SequenceEqual("BOFF"u8);
        return isWrite || word.SequenceEqual("read"u8) || word.SequenceEqual("P_MEM_RD"u8) || word.SequenceEqual("P_FETCH"u8);
    }
}
