namespace PimSim.Traces;

/// <summary>A stream that is only read, from front to back, and owns the one that it reads from unless that is left open.</summary>
internal abstract class ForwardStream(Stream owned, bool leaveOpen = false) : Stream
{
    /// <summary>The stream that it reads from.</summary>
    protected Stream Owned { get; } = owned;

    public sealed override bool CanRead => true;

    public sealed override bool CanSeek => false;

    public sealed override bool CanWrite => false;

    public sealed override long Length => throw new NotSupportedException();

    public sealed override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public abstract override int Read(Span<byte> buffer);

    public sealed override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public sealed override void Flush()
    {
    }

    public sealed override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public sealed override void SetLength(long value) => throw new NotSupportedException();

    public sealed override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !leaveOpen)
        {
            Owned.Dispose();
        }

        base.Dispose(disposing);
    }
}
