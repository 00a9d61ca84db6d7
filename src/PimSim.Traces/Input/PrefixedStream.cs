namespace PimSim.Traces;

/// <summary>Bytes that were read already, then the rest of the stream that they came from. Owns that stream.</summary>
internal sealed class PrefixedStream(byte[] start, Stream rest) : Stream
{
    private int given;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads the first bytes of a stream, at most so many; fewer only where there are fewer.</summary>
    public static byte[] ReadStart(Stream stream, int bytes)
    {
        byte[] start = new byte[bytes];
        int count = stream.ReadAtLeast(start, bytes, throwOnEndOfStream: false);
        return count == bytes ? start : start[..count];
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (given == start.Length)
        {
            return rest.Read(buffer);
        }

        int count = Math.Min(buffer.Length, start.Length - given);
        start.AsSpan(given, count).CopyTo(buffer);
        given += count;
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
            rest.Dispose();
        }

        base.Dispose(disposing);
    }
}
