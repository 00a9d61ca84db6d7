using PimSim.Core;

namespace PimSim.Traces;

/// <summary>
/// A trace file of any format for one pass: plain or gzip (told by its first two bytes), never held in memory as a whole.
/// Faults of the disk and of gzip become numbered errors.
/// </summary>
internal sealed class TraceInput : Stream
{
    /// <summary>Bytes of the content that a format may be told by.</summary>
    public const int StartBytes = 4096;

    private readonly CountingStream stored;
    private Stream content;

    /// <param name="file">Positioned at its start; need not be seekable; disposed with this.</param>
    /// <param name="fileName">The name errors are reported under.</param>
    /// <exception cref="UserErrorException">PIM0021, PIM0525.</exception>
    public TraceInput(Stream file, string fileName)
    {
        FileName = fileName;
        StoredBytes = file.CanSeek ? file.Length : null;
        stored = new CountingStream(file);
        (content, Start, IsGzip) = Guarded(Prepare);
    }

    /// <summary>The name errors are reported under.</summary>
    public string FileName { get; }

    /// <summary>Where the file lies, or null where it is known as a stream only.</summary>
    public string? FilePath { get; private init; }

    /// <summary>The first bytes of the content; reading gives them again.</summary>
    public byte[] Start { get; }

    /// <summary>Whether the file is gzip.</summary>
    public bool IsGzip { get; }

    /// <summary>Length of the file as it is stored, where that is known.</summary>
    public long? StoredBytes { get; }

    /// <summary>Bytes of the file, as it is stored, that were read.</summary>
    public long StoredBytesRead => this.stored.BytesRead;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="UserErrorException">PIM0021, PIM0525.</exception>
    public static TraceInput Open(string path)
    {
        FileStream? file = null;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
            return new TraceInput(file, path) { FilePath = path };
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            file?.Dispose();
            throw FileFault.CannotRead(path, fault);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Reads from the front and gives what was read again to whoever reads next.</summary>
    /// <param name="read">Must not dispose the stream.</param>
    public T Peek<T>(Func<Stream, T> read)
    {
        EchoStream echo = new(this);
        try
        {
            return read(echo);
        }
        finally
        {
            this.content = new PrefixedStream(echo.Given, this.content);
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        try
        {
            return this.content.Read(buffer);
        }
        catch (InvalidDataException fault)
        {
            throw TraceFaults.Gzip(FileName, fault.Message);
        }
        catch (IOException fault)
        {
            throw FileFault.CannotRead(FileName, fault);
        }
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
            this.content.Dispose();
        }

        base.Dispose(disposing);
    }

    private (Stream Content, byte[] Start, bool IsGzip) Prepare()
    {
        byte[] start = PrefixedStream.ReadStart(this.stored, StartBytes);
        if (start is not [0x1F, 0x8B, ..])
        {
            return (new PrefixedStream(start, this.stored), start, false);
        }

        GzipContent gzip = new(start, this.stored);
        byte[] unpacked = PrefixedStream.ReadStart(gzip, StartBytes);
        return (new PrefixedStream(unpacked, gzip), unpacked, true);
    }

    private T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException fault)
        {
            throw TraceFaults.Gzip(FileName, fault.Message);
        }
        catch (IOException fault)
        {
            throw FileFault.CannotRead(FileName, fault);
        }
    }
}
