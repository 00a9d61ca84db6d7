namespace PimSim.Core;

/// <summary>Reads a file that is worked on as one piece.</summary>
public static class WholeFile
{
    /// <summary>All bytes of a file; memory follows what is really there, not what the file system claims.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read. PIM1001: it is longer than one array can be.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
            byte[] bytes = [];
            bool isTooLong = (stream.CanSeek && stream.Length >= Array.MaxLength) || new BoundedReader(stream).TryRead(Array.MaxLength, out bytes);
            return isTooLong
                ? throw new UserErrorException("PIM1001", $"the file is not shorter than {Array.MaxLength} bytes, which are the most that can be read", path, "split it, or leave out what is not needed")
                : bytes;
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(path, fault);
        }
    }
}
