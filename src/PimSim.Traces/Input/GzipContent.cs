using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace PimSim.Traces;

/// <summary>
/// Unpacks gzip and refuses, at the end of the content, a file that was cut: GZipStream itself takes one for whole. Files
/// of one part (member) only. Owns the stored stream.
/// </summary>
internal sealed class GzipContent : Stream
{
    private readonly CountingStream stored;
    private readonly GZipStream unpacked;
    private readonly Crc32 crc = new();
    private uint length;
    private bool ended;

    /// <param name="start">Bytes already taken from <paramref name="stored"/>.</param>
    /// <param name="stored">The file.</param>
    public GzipContent(byte[] start, CountingStream stored)
    {
        this.stored = stored;
        unpacked = new GZipStream(new PrefixedStream(start, stored), CompressionMode.Decompress);
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <exception cref="InvalidDataException">The file is damaged, cut or of several parts.</exception>
    public override int Read(Span<byte> buffer)
    {
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        int count = unpacked.Read(buffer);
        crc.Append(buffer[..count]);
        length = unchecked(length + (uint)count);
        if (count == 0)
        {
            ended = true;
            CheckTrailer();
        }

        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            unpacked.Dispose();
        }

        base.Dispose(disposing);
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
