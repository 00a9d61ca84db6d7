namespace PimSim.Core;

/// <summary>Writes files that are either complete or not there.</summary>
public static class AtomicFile
{
    /// <summary>
    /// Writes a temporary file in the same folder, flushes it to the disk and renames it to <paramref name="path"/>, so
    /// that an interrupted run leaves the old file or none. A symbolic link is followed; a device such as /dev/null is
    /// written directly. Any exception of <paramref name="write"/> is passed on after the temporary file is removed.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0020: the folder is missing, not writable or full.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = FinalTarget(path);
        if (IsDevice(target))
        {
            Use(path, Guard(path, () => new FileStream(target, FileMode.Open, FileAccess.Write)), device => WriteThrough(path, device, write));
            return;
        }

        if (Directory.Exists(target))
        {
            throw new UserErrorException("PIM0020", "cannot write the file: it is a folder", path, "name a file in it");
        }

        string temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
        FileStream stream = Guard(path, () => new FileStream(temporary, FileMode.CreateNew, FileAccess.ReadWrite));
        try
        {
            Use(path, stream, file =>
            {
                WriteThrough(path, file, write);
                Guard(path, () => file.Flush(flushToDisk: true));
            });
            Guard(path, () => File.Move(temporary, target, overwrite: true));
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>
    /// Makes sure, before long work, that a result could be written to <paramref name="path"/>; null asks nothing. Leaves
    /// the folder as it was.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0020: the folder is missing or not writable, or the path is a folder.</exception>
    public static void RequireWritable(string? path)
    {
        if (path is null)
        {
            return;
        }

        string target = FinalTarget(path);
        if (Directory.Exists(target))
        {
            throw new UserErrorException("PIM0020", "cannot write the file: it is a folder", path, "name a file in it");
        }

        if (!IsDevice(target))
        {
            string probe = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():N}.tmp");
            Guard(path, () => new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose)).Dispose();
        }
    }

    // Closing writes what is buffered once more and fails as the first try did: the first fault is the one to tell.
    private static void Use(string path, FileStream stream, Action<FileStream> work)
    {
        try
        {
            work(stream);
        }
        catch (Exception fault)
        {
            CloseAfter(fault, stream);
            throw;
        }

        Guard(path, stream.Dispose);
    }

    private static void CloseAfter(Exception fault, FileStream stream)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException again) when (fault is UserErrorException && FileFault.IsOne(again))
        {
            // The caller throws the first fault.
        }
    }

    private static void WriteThrough(string path, Stream target, Action<Stream> write)
    {
        using AttributingStream stream = new(target, path);
        write(stream);
        stream.Flush();
    }

    private static string FinalTarget(string path)
    {
        return Guard(path, () =>
        {
            string full = Path.GetFullPath(path);
            return File.Exists(full) ? File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full : full;
        });
    }

    private static bool IsDevice(string target)
    {
        return !OperatingSystem.IsWindows()
            && (target.StartsWith("/proc/", StringComparison.Ordinal)
                || (target.StartsWith("/dev/", StringComparison.Ordinal) && !target.StartsWith("/dev/shm/", StringComparison.Ordinal)));
    }

    private static void Guard(string path, Action action)
    {
        Guard(path, () =>
        {
            action();
            return 0;
        });
    }

    private static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotWrite(path, fault);
        }
    }
}
