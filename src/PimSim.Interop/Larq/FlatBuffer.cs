using System.Buffers.Binary;
using System.Text;
using PimSim.Core;

namespace PimSim.Interop;

/// <summary>
/// The bytes of a flatbuffer. Every access is checked against the end of the file, and the sum of all that is read is
/// bounded, since offsets can make many vectors of the same bytes.
/// </summary>
internal sealed class FlatBuffer
{
    private const int AlwaysAllowedElements = 1 << 16;
    private const int MaxTextBytes = 1000;

    private long left;

    /// <summary>Takes the content of a file.</summary>
    public FlatBuffer(ReadOnlyMemory<byte> content, string file)
    {
        (Content, File) = (content, file);
        left = AlwaysAllowedElements + (content.Length / sizeof(int));
    }

    /// <summary>The file, for messages.</summary>
    public string File { get; }

    /// <summary>All bytes.</summary>
    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The table that the first four bytes point to.</summary>
    public FlatTable Root() => new(this, Follow(0));

    /// <summary>Bytes that lie inside the file.</summary>
    /// <exception cref="UserErrorException">PIM1071: they do not.</exception>
    public ReadOnlySpan<byte> At(long position, long count) => position >= 0 && count >= 0 && position <= Content.Length - count
        ? Content.Span.Slice((int)position, (int)count)
        : throw new UserErrorException("PIM1071", $"the file is cut or damaged: {count} bytes are needed at byte {position}, it has {Content.Length}", File, "copy or convert it again");

    /// <summary>A signed number of 32 bits.</summary>
    public int Int32(long position) => BinaryPrimitives.ReadInt32LittleEndian(At(position, sizeof(int)));

    /// <summary>A number of 32 bits.</summary>
    public uint UInt32(long position) => BinaryPrimitives.ReadUInt32LittleEndian(At(position, sizeof(uint)));

    /// <summary>A number of 16 bits.</summary>
    public ushort UInt16(long position) => BinaryPrimitives.ReadUInt16LittleEndian(At(position, sizeof(ushort)));

    /// <summary>The place that an offset at a place points to.</summary>
    public long Follow(long position) => position + UInt32(position);

    /// <summary>Length of the vector at a place, when its elements of a size are inside the file.</summary>
    /// <exception cref="UserErrorException">PIM1071: they are not. PIM1072: more was read than a file of this size can mean.</exception>
    public int Length(long vector, int elementBytes)
    {
        long length = UInt32(vector);
        At(vector + sizeof(uint), length * elementBytes);
        left -= elementBytes > 1 ? length : 0;
        return left >= 0
            ? (int)length
            : throw new UserErrorException("PIM1072", "the file has more tensors and operators than one of its size can mean", File, "convert the network again");
    }

    /// <summary>The text at a place; one that is too long is damaged.</summary>
    public string Text(long position)
    {
        int length = Length(position, 1);
        left -= length / sizeof(int);
        return length <= MaxTextBytes
            ? Encoding.UTF8.GetString(At(position + sizeof(uint), length))
            : throw new UserErrorException("PIM1071", $"the file is damaged: a name at byte {position} has {length} bytes", File, "copy or convert it again");
    }
}
