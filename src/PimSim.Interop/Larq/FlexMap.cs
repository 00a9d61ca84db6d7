using System.Buffers.Binary;
using System.Text;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// Reads a flexbuffer that is a map of texts to numbers, which is how operators of Larq compute engine carry their options.
/// The last byte is the width of the root, the one before its type; offsets point backwards.
/// Source: FlatBuffers, "FlexBuffers internals".
/// </summary>
internal sealed class FlexMap
{
    private const int Int = 1;
    private const int UInt = 2;
    private const int Float = 3;
    private const int Map = 9;
    private const int Bool = 26;
    private const int MaxEntries = 64;
    private const int MaxKeyBytes = 100;

    private readonly ReadOnlyMemory<byte> content;
    private readonly string file;

    private FlexMap(ReadOnlyMemory<byte> content, string file)
    {
        (this.content, this.file) = (content, file);
    }

    /// <summary>The entries: long or float.</summary>
    /// <exception cref="UserErrorException">PIM1073: something else, or damaged.</exception>
    public static Dictionary<string, object> Read(ReadOnlyMemory<byte> content, string file) =>
        content.Length == 0 ? new Dictionary<string, object>(StringComparer.Ordinal) : new FlexMap(content, file).Root();

    private Dictionary<string, object> Root()
    {
        int end = this.content.Length;
        int width = (int)Unsigned(end - 1, 1);
        long type = Unsigned(end - 2, 1);
        if (type >> 2 != Map)
        {
            throw Damaged("they are no map");
        }

        int valueWidth = 1 << (int)(type & 3);
        long values = Back(end - 2 - width, width);
        long count = Unsigned(values - valueWidth, valueWidth);
        int keyWidth = (int)Unsigned(values - (2 * valueWidth), valueWidth);
        long keys = Back(values - (3 * valueWidth), valueWidth);
        if (count > MaxEntries)
        {
            throw Damaged($"they have {count} entries");
        }

        Dictionary<string, object> entries = new(StringComparer.Ordinal);
        for (int i = 0; i < count; i++)
        {
            string key = Key(Back(keys + ((long)i * keyWidth), keyWidth));
            long kind = Unsigned(values + (count * valueWidth) + i, 1) >> 2;
            entries[key] = Value(values + ((long)i * valueWidth), valueWidth, kind);
        }

        return entries;
    }

    private object Value(long position, int width, long kind)
    {
        long raw = Unsigned(position, width);
        int shift = 64 - (8 * width);
        return kind switch
        {
            Int => (object)(raw << shift >> shift),
            UInt or Bool => raw,
            Float when width == sizeof(float) => BitConverter.Int32BitsToSingle((int)raw),
            Float when width == sizeof(double) => (float)BitConverter.Int64BitsToDouble(raw),
            _ => throw Damaged($"a value is of kind {kind}"),
        };
    }

    private string Key(long position)
    {
        ReadOnlySpan<byte> rest = At(position, Math.Min(MaxKeyBytes, this.content.Length - position));
        int length = rest.IndexOf((byte)0);
        return length >= 0 ? Encoding.UTF8.GetString(rest[..length]) : throw Damaged("a key does not end");
    }

    /// <summary>The place that an offset at a place points back to.</summary>
    private long Back(long position, int width) => position - Unsigned(position, width);

    private long Unsigned(long position, int width)
    {
        ReadOnlySpan<byte> bytes = At(position, width);
        return width switch
        {
            1 => bytes[0],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(bytes),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(bytes),
            8 => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => throw Damaged($"a number has {width} bytes"),
        };
    }

    private ReadOnlySpan<byte> At(long position, long count) => position >= 0 && count >= 0 && position <= this.content.Length - count
        ? this.content.Span.Slice((int)position, (int)count)
        : throw Damaged("an offset leaves them");

    private UserErrorException Damaged(string why) => new("PIM1073", $"the options of an operator are not understood: {why}", this.file, "convert the network again");
}
