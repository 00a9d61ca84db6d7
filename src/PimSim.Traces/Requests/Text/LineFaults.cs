using System.Text;
using PimSim.Core;

namespace PimSim.Traces;

/// <summary>Says what is wrong with a line of a request trace, and what would be right.</summary>
internal static class LineFaults
{
    private const int ShownCharacters = 40;

    /// <param name="file">Name of the file.</param>
    /// <param name="line">Number of the line, from 1.</param>
    /// <param name="column">Place in the line, from 1.</param>
    /// <param name="result">The fault.</param>
    /// <param name="rest">The line from the fault on.</param>
    /// <param name="context">What the lines share.</param>
    public static UserErrorException Of(string file, long line, int column, LineResult result, ReadOnlySpan<byte> rest, LineContext context)
    {
        string found = Shown(rest);
        (string code, string message, string remedy) = result switch
        {
            LineResult.NoAddress => ("PIM0521", $"an address belongs where {found} stands", "write a number, such as 0x1f40"),
            LineResult.NoOperation => ("PIM0521", $"read or write belongs where {found} stands", "write the word that the format has for it, or name another format"),
            LineResult.NoCycle => ("PIM0521", $"a cycle belongs where {found} stands", "write a decimal number"),
            LineResult.TextAfterEnd => ("PIM0521", $"the line should end where {found} stands", "write one request a line"),
            LineResult.BadLength => ("PIM0521", $"a length such as (64) belongs where {found} stands", "write the bytes of the request, at least 1"),
            LineResult.BadData => ("PIM0521", $"data belong where {found} stands", "write pairs of hexadecimal digits after 0x, or nothing"),
            LineResult.TooLarge => ("PIM0522", $"the number {found} is too large", "addresses have 64 bits, cycles go up to 2^63 - 1"),
            LineResult.Backwards => ("PIM0524", $"the cycle of this request is before {context.LastCycle}, that of the one before", "sort the requests by cycle"),
            LineResult.VectorWithoutDevice => ("PIM0527", $"{found} is an address vector, which means nothing without a device", "name a device, or write addresses"),
            LineResult.VectorOutsideDevice => ("PIM0527", $"the device has no place {found}", "write one number a level from channel to column, each within the device"),
            LineResult.LongerThanAccess => ("PIM0529", $"the request {found} is longer than the {context.Options.AccessBytes} bytes of one access", "write one request an access"),
            LineResult.OtherDataLength => ("PIM0528", $"the data of this write are not {context.DataBytes} bytes as those of the first one", "give all writes as many data, or none"),
            _ => throw new InternalErrorException($"line result {result} is no fault"),
        };
        return new UserErrorException(code, message, file, remedy, Clamp(line), column);
    }

    /// <summary>A line longer than is taken.</summary>
    public static UserErrorException TooLong(string file, long line, int limit) =>
        new("PIM0523", $"the line is longer than {limit} bytes", file, "is this a text file of one request a line?", Clamp(line), 1);

    private static int Clamp(long line) => (int)Math.Min(line, int.MaxValue);

    private static string Shown(ReadOnlySpan<byte> rest)
    {
        int end = rest.IndexOfAny((byte)'\n', (byte)'\r');
        ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
        if (line.IsEmpty)
        {
            return "the end of the line";
        }

        StringBuilder text = new("'");
        foreach (byte character in line[..Math.Min(line.Length, ShownCharacters)])
        {
            text.Append(character is >= 0x20 and < 0x7F ? (char)character : '?');
        }

        return text.Append(line.Length > ShownCharacters ? "...'" : "'").ToString();
    }
}
