using System.Buffers.Binary;

namespace PimSim.Core;

/// <summary>
/// Writes the container of <c>.pimnet</c>, <c>.pimtrace</c>, checkpoints and sweep parts, front to back, without seeking
/// and without knowing how many sections will come: a file cut short loses the sections after the cut, nothing else.
/// Equal input gives equal bytes.
/// </summary>
/// <remarks>
/// All numbers are little-endian.
/// <code>
/// head      0  8  magic 89 'P' 'I' 'M' 0D 0A 1A 0A
///           8  4  format (ContainerFormat)
///          12  4  version of the format
///          16  4  length H of the header
///          20 16  XxHash128 of the header
///          36  4  CRC-32 of bytes 0..35
///          40  H  header, MessagePack
/// section   0  4  id (FFFFFFFF: the end)
///           4  4  packing: 0 = as is, 1 = LZ4 (MessagePack Lz4Block around one bin)
///           8  8  stored length S
///          16  8  uncompressed length
///          24 16  XxHash128 of the uncompressed bytes
///          40  4  CRC-32 of the stored bytes
///          44  4  CRC-32 of bytes 0..43 of this section
///          48  S  stored bytes
/// ...             more sections
/// end             a section with id FFFFFFFF holding the number of sections before it, 8 bytes; nothing follows
/// </code>
/// The CRC of a section's front tells a cut file (lengths right, bytes missing) from a damaged one (lengths wrong).
/// </remarks>
public sealed class ContainerWriter
{
    private readonly Stream stream;
    private long sections;
    private bool complete;

    /// <summary>Writes the head at once.</summary>
    /// <param name="stream">Where to; stays open, the caller disposes it.</param>
    /// <param name="format">What the container holds.</param>
    /// <param name="version">Version of that format, at least 1.</param>
    /// <param name="header">MessagePack bytes that describe the content, in a form the format fixes.</param>
    public ContainerWriter(Stream stream, ContainerFormat format, int version, ReadOnlySpan<byte> header)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        this.stream = stream;
        Span<byte> head = stackalloc byte[ContainerLayout.HeadBytes];
        ContainerLayout.Magic.CopyTo(head);
        BinaryPrimitives.WriteInt32LittleEndian(head[ContainerLayout.HeadFormat..], (int)format);
        BinaryPrimitives.WriteInt32LittleEndian(head[ContainerLayout.HeadVersion..], version);
        BinaryPrimitives.WriteInt32LittleEndian(head[ContainerLayout.HeadLength..], header.Length);
        ContentHash.Write(header, head[ContainerLayout.HeadHash..]);
        BinaryPrimitives.WriteUInt32LittleEndian(head[ContainerLayout.HeadCrc..], ContentHash.Crc32(head[..ContainerLayout.HeadCrc]));
        stream.Write(head);
        stream.Write(header);
    }

    /// <summary>Appends a section.</summary>
    /// <param name="id">What it is, by the numbers of the format; FFFFFFFF is taken.</param>
    /// <param name="bytes">Its canonical bytes.</param>
    /// <param name="compress">Pack with LZ4 if that makes it shorter.</param>
    public void AddSection(uint id, ReadOnlySpan<byte> bytes, bool compress = false)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(id, ContainerLayout.EndId);
        if (complete)
        {
            throw new InternalErrorException("a section was added to a container after its end");
        }

        Append(id, bytes, compress);
        sections++;
    }

    /// <summary>Writes the end; a file without it reads as cut.</summary>
    public void Complete()
    {
        if (complete)
        {
            throw new InternalErrorException("a container was ended twice");
        }

        complete = true;
        Span<byte> count = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(count, sections);
        Append(ContainerLayout.EndId, count, compress: false);
        this.stream.Flush();
    }

    private void Append(uint id, ReadOnlySpan<byte> bytes, bool compress)
    {
        byte[]? packed = compress ? Lz4Packing.Pack(bytes) : null;
        bool usePacked = packed is not null && packed.Length < bytes.Length;
        ReadOnlySpan<byte> stored = usePacked ? packed : bytes;
        Span<byte> prefix = stackalloc byte[ContainerLayout.PrefixBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(prefix, id);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[ContainerLayout.PrefixPacking..], usePacked ? ContainerLayout.PackingLz4 : ContainerLayout.PackingNone);
        BinaryPrimitives.WriteInt64LittleEndian(prefix[ContainerLayout.PrefixStoredLength..], stored.Length);
        BinaryPrimitives.WriteInt64LittleEndian(prefix[ContainerLayout.PrefixLength..], bytes.Length);
        ContentHash.Write(bytes, prefix[ContainerLayout.PrefixHash..]);
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[ContainerLayout.PrefixStoredCrc..], ContentHash.Crc32(stored));
        BinaryPrimitives.WriteUInt32LittleEndian(prefix[ContainerLayout.PrefixCrc..], ContentHash.Crc32(prefix[..ContainerLayout.PrefixCrc]));
        this.stream.Write(prefix);
        this.stream.Write(stored);
    }
}
