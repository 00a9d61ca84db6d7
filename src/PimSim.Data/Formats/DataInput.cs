using PimSim.Core;

namespace PimSim.Data;

/// <summary>
/// The content of a data file, plain or gzip (told by its first two bytes, not by its name), read in exact counts. Offsets
/// in messages are of the unpacked content.
/// </summary>
internal sealed class DataInput : IDisposable
{
    private readonly Stream stream;
    private readonly CheckedGzip? gzip;
    private readonly BoundedReader reader;

    /// <param name="stream">Seekable, positioned at 0; disposed with this.</param>
    /// <param name="file">The name errors are reported under.</param>
    public DataInput(Stream stream, string file)
    {
        FileName = file;
        this.stream = stream;
        bool isGzip = stream.ReadByte() == 0x1F && stream.ReadByte() == 0x8B;
        stream.Position = 0;
        gzip = isGzip ? new CheckedGzip(stream) : null;
        reader = new BoundedReader(gzip ?? stream);
    }

    /// <summary>The name errors are reported under.</summary>
    public string FileName { get; }

    /// <summary>The unpacked bytes read so far.</summary>
    public long Position => reader.Position;

    /// <summary>Opens a file for one pass from its beginning.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read.</exception>
    public static DataInput OpenFile(string path)
    {
        try
        {
            return new DataInput(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan), path);
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(path, fault);
        }
    }

    /// <summary>Exactly <paramref name="count"/> bytes.</summary>
    /// <exception cref="UserErrorException">PIM0301: there are fewer.</exception>
    public byte[] Read(int count, string what)
    {
        long start = Position;
        return TryRead(count, out byte[] bytes)
            ? bytes
            : throw new UserErrorException("PIM0301", $"the file ends at offset {Position}; {what} should take {count} bytes from offset {start}", FileName, "copy or download the file again");
    }

    /// <summary>True with exactly <paramref name="count"/> bytes; false at an early end, with all there was.</summary>
    public bool TryRead(int count, out byte[] bytes)
    {
        try
        {
            return reader.TryRead(count, out bytes);
        }
        catch (InvalidDataException fault)
        {
            throw Damaged(fault.Message);
        }
        catch (IOException fault)
        {
            throw FileFault.CannotRead(FileName, fault);
        }
    }

    /// <summary>Checks that nothing follows and, for gzip, that length and checksum of the content are right.</summary>
    /// <exception cref="UserErrorException">PIM0302: bytes follow. PIM0303: the gzip file is cut or damaged.</exception>
    public void ExpectEnd()
    {
        long end = Position;
        if (TryRead(1, out _))
        {
            throw new UserErrorException("PIM0302", $"there are bytes after offset {end}, where the content should end", FileName, "copy or download the file again");
        }

        if (gzip is not null && !gzip.TrailerMatches())
        {
            throw Damaged("the length and checksum at its end do not match its content");
        }
    }

    public void Dispose()
    {
        gzip?.Dispose();
        this.stream.Dispose();
    }

    private UserErrorException Damaged(string why) =>
        new("PIM0303", $"the gzip file is cut, damaged or of several parts: {why}", FileName, "copy or download the file again, or unpack it with gunzip to see");
}
