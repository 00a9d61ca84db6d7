using System.Text;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>The name of a sweep on a cluster, in a file of its folder until it is complete: who resumes it finds its points again.</summary>
public static class SweepName
{
    private const int Length = 32;

    /// <summary>The name that the folder has, or null.</summary>
    public static string? Find(SweepFolder folder)
    {
        string text = File.Exists(folder.ClusterName) ? Encoding.ASCII.GetString(WholeFile.Read(folder.ClusterName)).Trim() : "";
        return text.Length == Length && text.All(char.IsAsciiHexDigitLower) ? text : null;
    }

    /// <summary>The same, made where there is none.</summary>
    public static string FindOrMake(SweepFolder folder)
    {
        if (Find(folder) is { } name)
        {
            return name;
        }

        string made = Guid.NewGuid().ToString("N");
        AtomicFile.Write(folder.ClusterName, file => file.Write(Encoding.ASCII.GetBytes(made + "\n")));
        return made;
    }

    /// <summary>Forgets it.</summary>
    public static void Forget(SweepFolder folder) => File.Delete(folder.ClusterName);
}
