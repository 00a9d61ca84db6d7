using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// DRAMSys <c>.stl</c>: <c>CYCLE: [(BYTES)] read|write 0xADDRESS [0xDATA]</c>; <c>#</c> starts a comment. The address is
/// hexadecimal with or without prefix; a line without a cycle comes with the one before it.
/// </summary>
internal readonly struct DramSysSyntax : IRequestSyntax
{
    public static LineResult Parse(ReadOnlySpan<byte> text, ref int position, LineContext context, out Request request) =>
        Parse(text, ref position, context, relative: false, out request);

    internal static LineResult Parse(ReadOnlySpan<byte> text, ref int position, LineContext context, bool relative, out Request request)
    {
        request = default;
        int at = TextScan.SkipBlanks(text, position);
        position = at;
        if (text[at] is (byte)'\n' or (byte)'#')
        {
            position = at + text[at..].IndexOf((byte)'\n') + 1;
            return LineResult.Nothing;
        }

        long cycle = context.LastCycle;
        int end = TextScan.Decimal(text, at, out long number);
        if (end == TextScan.TooLarge)
        {
            return LineResult.TooLarge;
        }

        if (end > at)
        {
            if (text[end] != ':' && !TextScan.IsBlank(text[end]))
            {
                return LineResult.NoCycle;
            }

            if (relative && number > long.MaxValue - cycle)
            {
                return LineResult.TooLarge;
            }

            cycle = relative ? cycle + number : number;
            if (cycle < context.LastCycle)
            {
                return LineResult.Backwards;
            }

            at = TextScan.SkipBlanks(text, text[end] == ':' ? end + 1 : end);
        }

        position = at;
        if (text[at] == '(')
        {
            LineResult length = Length(text, ref at, context.Options.AccessBytes);
            position = at;
            if (length != LineResult.Request)
            {
                return length;
            }
        }

        ReadOnlySpan<byte> rest = text[at..];
        bool isWrite = rest.StartsWith("write"u8);
        int word = isWrite ? 5 : 4;
        if ((!isWrite && !rest.StartsWith("read"u8)) || !TextScan.EndsWord(rest[word]))
        {
            return LineResult.NoOperation;
        }

        at = TextScan.SkipBlanks(text, at + word);
        position = at;
        at = TextScan.SkipHexPrefix(text, at);
        end = TextScan.Hex(text, at, out ulong address);
        if (end <= at || !TextScan.EndsWord(text[end]))
        {
            return end == TextScan.TooLarge ? LineResult.TooLarge : LineResult.NoAddress;
        }

        end = TextScan.SkipBlanks(text, end);
        position = end;
        if (isWrite)
        {
            LineResult data = Data(text, ref end, context);
            if (data != LineResult.Request)
            {
                return data;
            }
        }

        if (text[end] != '\n')
        {
            position = end;
            return LineResult.TextAfterEnd;
        }

        context.LastCycle = cycle;
        position = end + 1;
        request = new Request(cycle, address, isWrite);
        return LineResult.Request;
    }

    private static LineResult Length(ReadOnlySpan<byte> text, ref int at, int? accessBytes)
    {
        int end = TextScan.Decimal(text, at + 1, out long length);
        if (end <= at + 1 || length == 0 || text[end] != ')')
        {
            return end == TextScan.TooLarge ? LineResult.TooLarge : LineResult.BadLength;
        }

        if (length > accessBytes)
        {
            return LineResult.LongerThanAccess;
        }

        at = TextScan.SkipBlanks(text, end + 1);
        return LineResult.Request;
    }

    /// <summary>Moves behind the data of a write, if there are any, and keeps them where that is asked for.</summary>
    private static LineResult Data(ReadOnlySpan<byte> text, ref int at, LineContext context)
    {
        int start = TextScan.SkipHexPrefix(text, at);
        int end = start;
        while (TextScan.HexDigit(text[end]) <= 15)
        {
            end++;
        }

        if (!TextScan.EndsWord(text[end]) || (end - start) % 2 != 0 || (end == start && start != at))
        {
            return LineResult.BadData;
        }

        at = TextScan.SkipBlanks(text, end);
        return context.Options.KeepData ? context.KeepData(text[start..end]) : LineResult.Request;
    }
}
