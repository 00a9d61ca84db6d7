using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace PimSim.Traces;

/// <summary>
/// Unpacks gzip and refuses, at the end of the content, a file that was cut: GZipStream itself takes one for whole. Files
/// of one part (member) only. Owns the stored stream.
/// </summary>
internal sealed class GzipContent : ForwardStream
{
    private readonly CountingStream stored;
    private readonly Crc32 crc = new();
    private uint length;
    private bool ended;

    /// <param name="start">Bytes already taken from <paramref name="stored"/>.</param>
    /// <param name="stored">The file.</param>
    public GzipContent(byte[] start, CountingStream stored)
        : base(new GZipStream(new PrefixedStream(start, stored), CompressionMode.Decompress)) =>
        this.stored = stored;

    /// <exception cref="InvalidDataException">The file is damaged, cut or of several parts.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        int count = Owned.Read(buffer);
        crc.Append(buffer[..count]);
        length = unchecked(length + (uint)count);
        if (count == 0)
        {
            ended = true;
            CheckTrailer();
        }

        return count;
    }

    private void CheckTrailer()
    {
        Span<byte> rest = stackalloc byte[256];
        while (this.stored.Read(rest) > 0)
        {
        }

        ReadOnlySpan<byte> trailer = this.stored.Tail;
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != crc.GetCurrentHashAsUInt32()
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
        {
            throw new InvalidDataException("the checksum and length at its end do not match its content");
        }
    }
}
