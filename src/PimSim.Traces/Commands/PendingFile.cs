using PimSim.Core;

namespace PimSim.Traces;

/// <summary>A file that is written under a temporary name beside its own and renamed when complete.</summary>
internal sealed class PendingFile : IDisposable
{
    private readonly string path;
    private readonly string temporary;
    private bool kept;

    /// <exception cref="UserErrorException">PIM0020.</exception>
    public PendingFile(string path)
    {
        this.path = path;
        string full = Path.GetFullPath(path);
        temporary = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        try
        {
            Stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            throw FileFault.CannotWrite(path, e);
        }
    }

    /// <summary>Where to write.</summary>
    public FileStream Stream { get; }

    /// <summary>Flushes to the disk and renames.</summary>
    /// <exception cref="UserErrorException">PIM0020.</exception>
    public void Keep()
    {
        try
        {
            Stream.Flush(flushToDisk: true);
            Stream.Dispose();
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            throw FileFault.CannotWrite(path, e);
        }

        kept = true;
    }

    /// <summary>Removes the file unless it was kept.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!kept)
        {
            File.Delete(temporary);
        }
    }
}
