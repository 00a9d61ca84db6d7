using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace PimSim.Data;

/// <summary>
/// Unpacks gzip and can tell afterwards whether the file was whole: GZipStream itself takes a file whose last bytes, the
/// checksum, are cut off, and ignores what follows them. Files of one part (member) only.
/// </summary>
/// <param name="file">Seekable, positioned at the start; not disposed.</param>
internal sealed class CheckedGzip(Stream file) : Stream
{
    private const int TrailerBytes = 8;

    private readonly GZipStream unpacked = new(file, CompressionMode.Decompress, leaveOpen: true);
    private readonly Crc32 crc = new();
    private uint length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether the file ends with the CRC-32 and the length (modulo 2^32) of what was read; call it after the last byte.</summary>
    public bool TrailerMatches()
    {
        if (file.Length < TrailerBytes)
        {
            return false;
        }

        Span<byte> trailer = stackalloc byte[TrailerBytes];
        file.Position = file.Length - TrailerBytes;
        file.ReadExactly(trailer);
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer) == crc.GetCurrentHashAsUInt32()
            && BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) == length;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = unpacked.Read(buffer);
        crc.Append(buffer[..count]);
        length = unchecked(length + (uint)count);
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
        unpacked.Dispose();
        base.Dispose(disposing);
    }
}
