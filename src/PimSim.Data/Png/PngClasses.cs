using System.Text;
using PimSim.Core;

namespace PimSim.Data;

/// <summary>The classes of a folder of images: the lines of <c>classes.txt</c>, else the names of the folders in ordinal order.</summary>
internal static class PngClasses
{
    /// <summary>The file that lists the classes.</summary>
    public const string ListFile = "classes.txt";

    private const int MaxClasses = 256;

    /// <summary>Names of the classes of the folders in <paramref name="roots"/>.</summary>
    /// <exception cref="UserErrorException">PIM0734: an empty line or one twice, a folder that is not listed, more than 256 classes. PIM0021: not readable.</exception>
    public static IReadOnlyList<string> Of(string directory, IEnumerable<string> roots)
    {
        SortedSet<string> folders = new(roots.SelectMany(Folders), StringComparer.Ordinal);
        string list = Path.Combine(directory, ListFile);
        List<string> classes = File.Exists(list) ? Listed(list, folders) : [.. folders];
        return classes.Count <= MaxClasses
            ? classes
            : throw new UserErrorException("PIM0734", $"{classes.Count} classes", directory, $"at most {MaxClasses} can be told apart");
    }

    /// <summary>Names of the folders of a folder; hidden ones are left out.</summary>
    /// <exception cref="UserErrorException">PIM0021: not readable.</exception>
    public static IEnumerable<string> Folders(string root)
    {
        try
        {
            return [.. Directory.GetDirectories(root).Select(path => Path.GetFileName(path)).Where(name => name[0] != '.')];
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotRead(root, fault);
        }
    }

    private static List<string> Listed(string list, SortedSet<string> folders)
    {
        string[] lines = Encoding.UTF8.GetString(WholeFile.Read(list)).TrimEnd('\n', '\r').Split('\n');
        List<string> classes = [];
        HashSet<string> known = new(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string name = line.TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(name) || !known.Add(name))
            {
                throw new UserErrorException("PIM0734", $"line {classes.Count + 1} is {(name.Length == 0 ? "empty" : $"'{name}' again")}", list, "write each class once, one a line");
            }

            classes.Add(name);
        }

        string? strange = folders.FirstOrDefault(folder => !known.Contains(folder));
        return strange is null
            ? classes
            : throw new UserErrorException("PIM0734", $"the folder '{strange}' is none of the {classes.Count} classes", list, NearestName.Remedy(strange, known));
    }
}
