using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>The files of a sweep's result.</summary>
/// <param name="Path">The folder.</param>
public sealed record SweepFolder(string Path)
{
    /// <summary>The space as it was given.</summary>
    public string Space => In("space.yaml");

    /// <summary>Where the result comes from.</summary>
    public string Provenance => In("sweep.json");

    /// <summary>Finished points, one a line, while the sweep runs.</summary>
    public string Journal => In("journal");

    /// <summary>The merged result: a row for each point.</summary>
    public string Results => In("results.parquet");

    /// <summary>A row for each layer of each point.</summary>
    public string Layers => In("layers.parquet");

    /// <summary>What each point took on the host; it differs from run to run.</summary>
    public string HostTimes => In("host-times.parquet");

    /// <summary>Held by the process that works on the folder.</summary>
    internal string Lock => In(".lock");

    /// <summary>Name of the sweep on a cluster, while it runs there.</summary>
    public string ClusterName => In(".cluster");

    /// <summary>True when the merged result is there.</summary>
    public bool IsComplete => File.Exists(Results);

    /// <summary>Makes the folder for a new sweep.</summary>
    /// <exception cref="UserErrorException">PIM1247: something is there; PIM1246: it cannot be made.</exception>
    public static SweepFolder Create(string path)
    {
        SweepFolder folder = new(path);
        if (File.Exists(path) || (Directory.Exists(path) && !IsHardlyBegun(folder)))
        {
            bool sweep = File.Exists(folder.Provenance);
            throw new UserErrorException(
                "PIM1247",
                sweep ? "the folder holds a sweep" : "the result's folder is not empty",
                path,
                sweep ? $"go on with 'pimsim sweep resume {path}', or name another folder" : "name a new or empty folder");
        }

        Guard(path, () => Directory.CreateDirectory(path));
        return folder;
    }

    /// <summary>Opens the folder of a sweep.</summary>
    /// <exception cref="UserErrorException">PIM1248: it holds none.</exception>
    public static SweepFolder Open(string path)
    {
        SweepFolder folder = new(path);
        return File.Exists(folder.Provenance) && File.Exists(folder.Space)
            ? folder
            : throw new UserErrorException("PIM1248", "the folder holds no sweep", path, "name the folder that was given to 'pimsim sweep run --out'");
    }

    /// <summary>Holds the folder for this process until the result is disposed of.</summary>
    /// <exception cref="UserErrorException">PIM1250: another process holds it.</exception>
    internal IDisposable Hold()
    {
        try
        {
            var held = new FileStream(Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            foreach (string unfinished in Directory.EnumerateFiles(Path, ".*.tmp"))
            {
                File.Delete(unfinished);
            }

            return held;
        }
        catch (IOException e) when (File.Exists(Lock))
        {
            throw new UserErrorException("PIM1250", "another process works on the sweep: " + e.Message, Path, "wait until it is done, or end it");
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            throw CannotWrite(Path, e);
        }
    }

    /// <summary>Turns what the file system says into PIM1246.</summary>
    internal static void Guard(string path, Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (FileFault.IsOne(e))
        {
            throw CannotWrite(path, e);
        }
    }

    /// <summary>True for an empty folder, or one whose sweep was ended before it had a provenance: nothing of it is worth keeping.</summary>
    private static bool IsHardlyBegun(SweepFolder folder) =>
        Directory.EnumerateFileSystemEntries(folder.Path).All(e => e == folder.Space || e.EndsWith(".tmp", StringComparison.Ordinal)) && !File.Exists(folder.Provenance);

    private static UserErrorException CannotWrite(string path, Exception fault)
    {
        Diagnostic general = FileFault.CannotWrite(path, fault).Diagnostics[0];
        return new UserErrorException("PIM1246", "the sweep's result cannot be written: " + fault.Message, path, $"{general.Remedy}; finished points are kept, 'pimsim sweep resume' goes on");
    }

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
