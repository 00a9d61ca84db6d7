using PimSim.Core;

namespace PimSim.Cli;

/// <summary>Files that a verb writes while it works, if they are asked for.</summary>
internal static class OptionalFile
{
    /// <summary>
    /// Does the work with a stream that becomes the file when the work is done, or with null where no path is given. A
    /// fault or an interruption leaves what was there.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0020: the file cannot be written.</exception>
    public static T While<T>(string? path, Func<Stream?, T> work)
    {
        if (path is null)
        {
            return work(null);
        }

        T result = default!;
        AtomicFile.Write(path, stream => result = work(stream));
        return result;
    }
}
