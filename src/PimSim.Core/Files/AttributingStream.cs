namespace PimSim.Core;

/// <summary>
/// Hands everything on to a file; a fault of that file's disk becomes PIM0020 under the user's name of the file, while
/// faults of other files that a writing callback may touch keep their own type. Does not own the inner stream.
/// </summary>
internal sealed class AttributingStream(Stream inner, string path) : Stream
{
    public override bool CanRead => inner.CanRead;

    public override bool CanSeek => inner.CanSeek;

    public override bool CanWrite => inner.CanWrite;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    public override void Flush()
    {
        try
        {
            inner.Flush();
        }
        catch (IOException fault)
        {
            throw FileFault.CannotWrite(path, fault);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => inner.Read(buffer, offset, count);

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void SetLength(long value) => inner.SetLength(value);

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            inner.Write(buffer);
        }
        catch (IOException fault)
        {
            throw FileFault.CannotWrite(path, fault);
        }
    }
}
