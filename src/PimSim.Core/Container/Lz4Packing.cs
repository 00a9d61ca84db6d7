using System.Buffers;
using MessagePack;

namespace PimSim.Core;

/// <summary>A block of bytes as MessagePack's managed LZ4 stores it: one extension (type 99) around a <c>bin</c>.</summary>
internal static class Lz4Packing
{
    private const sbyte Lz4BlockType = 99;

    // An LZ4 sequence of n bytes yields at most 255 n; so a claim beyond it is a lie and need not be allocated.
    private const long MaximumRatio = 255;
    private const int BinHeaderMaximumBytes = 5;

    private static readonly MessagePackSerializerOptions Options = MessagePackSerializerOptions.Standard
        .WithCompression(MessagePackCompression.Lz4Block)
        .WithSecurity(MessagePackSecurity.UntrustedData);

    public static byte[] Pack(ReadOnlySpan<byte> bytes) => MessagePackSerializer.Serialize(bytes.ToArray(), Options);

    /// <summary>The unpacked bytes, or null if the block is not what <see cref="Pack"/> makes of <paramref name="length"/> bytes.</summary>
    public static byte[]? TryUnpack(byte[] stored, long length)
    {
        if (length > Array.MaxLength || length > stored.Length * MaximumRatio)
        {
            return null;
        }

        try
        {
            return ClaimFits(stored, length) && MessagePackSerializer.Deserialize<byte[]>(stored, Options) is { } bytes && bytes.Length == length ? bytes : null;
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException or OverflowException or ArgumentException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null;
        }
    }

    // MessagePack allocates what the block claims before it decodes, so the claim is compared with the section's length first.
    private static bool ClaimFits(byte[] stored, long length)
    {
        MessagePackReader reader = new(new ReadOnlySequence<byte>(stored));
        if (reader.NextMessagePackType != MessagePackType.Extension || reader.ReadExtensionFormatHeader().TypeCode != Lz4BlockType)
        {
            return false;
        }

        int claimed = reader.ReadInt32();
        return claimed > length && claimed <= length + BinHeaderMaximumBytes;
    }
}
