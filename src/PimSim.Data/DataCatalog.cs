using PimSim.Core;

namespace PimSim.Data;

/// <summary>Finds the data a user names: a NAME that ships, a folder, or an NPZ file.</summary>
public static class DataCatalog
{
    /// <summary>The data set taken when none is given.</summary>
    public const string DefaultName = EmbeddedData.FashionMnistName;

    /// <summary>The names that ship.</summary>
    public static IReadOnlyList<string> Names { get; } = [EmbeddedData.FashionMnistName];

    /// <summary>
    /// Null is the default; a known name is what ships; what holds a path separator or exists is loaded by
    /// <see cref="DataFile.Load"/> where it is a file, else by <see cref="DataFolder.Load"/>.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0311: neither a known name nor a path; and as for the two.</exception>
    public static ImageDataSet Resolve(string? nameOrPath, DataSplit split)
    {
        switch (nameOrPath)
        {
            case null or EmbeddedData.FashionMnistName:
                return EmbeddedData.FashionMnist(split);
            case var path when IsPath(path):
                return File.Exists(path) ? DataFile.Load(path, split) : DataFolder.Load(path, split);
            default:
                throw new UserErrorException("PIM0311", $"data '{nameOrPath}' is not known", remedy: $"give one of {string.Join(", ", Names)}, or a folder or an NPZ file (with a / in it or existing)");
        }
    }

    private static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Path.Exists(text);
}
