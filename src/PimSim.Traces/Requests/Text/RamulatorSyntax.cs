using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Ramulator, without cycles: <c>LD|ST ADDRESS</c>, <c>R|W ADDRESS</c>, <c>ADDRESS R|W</c> (version 1) and
/// <c>R|W LEVEL,LEVEL,...</c> (address vectors of version 2). Addresses are decimal, or hexadecimal with <c>0x</c>.
/// </summary>
internal readonly struct RamulatorSyntax : IRequestSyntax
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

        int word = Operation(text, at, out bool isWrite);
        bool wordFirst = word > 0;
        if (wordFirst)
        {
            at = TextScan.SkipBlanks(text, at + word);
            position = at;
        }

        int end = TextScan.Number(text, at, out ulong address);
        if (end <= at)
        {
            return end == TextScan.TooLarge ? LineResult.TooLarge : wordFirst ? LineResult.NoAddress : LineResult.NoOperation;
        }

        if (text[end] == ',' && wordFirst)
        {
            LineResult vector = Vector(text, at, context, out address, ref end);
            if (vector != LineResult.Request)
            {
                position = end;
                return vector;
            }
        }

        if (!TextScan.EndsWord(text[end]))
        {
            return LineResult.NoAddress;
        }

        end = TextScan.SkipBlanks(text, end);
        if (!wordFirst)
        {
            position = end;
            word = Operation(text, end, out isWrite);
            if (word == 0)
            {
                return LineResult.NoOperation;
            }

            end = TextScan.SkipBlanks(text, end + word);
        }

        if (text[end] != '\n')
        {
            position = end;
            return LineResult.TextAfterEnd;
        }

        position = end + 1;
        request = new Request(0, address, isWrite);
        return LineResult.Request;
    }

    /// <summary>Length of the word for read or write here, 0 for none.</summary>
    private static int Operation(ReadOnlySpan<byte> text, int at, out bool isWrite)
    {
        byte first = text[at];
        isWrite = first is (byte)'W' or (byte)'S';
        int length = first switch
        {
            (byte)'R' or (byte)'W' => 1,
            (byte)'L' when text[at + 1] == 'D' => 2,
            (byte)'S' when text[at + 1] == 'T' => 2,
            _ => 0,
        };
        return length > 0 && TextScan.EndsWord(text[at + length]) ? length : 0;
    }

    private static LineResult Vector(ReadOnlySpan<byte> text, int start, LineContext context, out ulong address, ref int end)
    {
        address = 0;
        int at = start;
        int count = 0;
        while (true)
        {
            end = at;
            int next = TextScan.Decimal(text, at, out long level);
            if (next <= at || count == LineContext.MaximumLevels)
            {
                return next == TextScan.TooLarge ? LineResult.TooLarge : LineResult.NoAddress;
            }

            context.Levels[count] = level;
            count++;
            if (text[next] != ',')
            {
                end = next;
                break;
            }

            at = next + 1;
        }

        if (context.Options.Compose is not { } compose)
        {
            end = start;
            return LineResult.VectorWithoutDevice;
        }

        if (compose(context.Levels[..count]) is not { } composed)
        {
            end = start;
            return LineResult.VectorOutsideDevice;
        }

        address = composed;
        return LineResult.Request;
    }
}
