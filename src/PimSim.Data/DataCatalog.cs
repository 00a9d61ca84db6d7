using PimSim.Core;

namespace PimSim.Data;

/// <summary>Finds the data a user names: a NAME that ships, or a folder.</summary>
public static class DataCatalog
{
    /// <summary>The data set taken when none is given.</summary>
    public const string DefaultName = EmbeddedData.FashionMnistName;

    /// <summary>The names that ship.</summary>
    public static IReadOnlyList<string> Names { get; } = [EmbeddedData.FashionMnistName];

    /// <summary>
    /// Null is the default; a known name is what ships; what holds a path separator or is a folder is loaded by
    /// <see cref="DataFolder.Load"/>.
    /// </summary>
    /// <exception cref="UserErrorException">PIM0311: neither a known name nor a folder; PIM0301 to PIM0310 for a bad folder.</exception>
    public static ImageDataSet Resolve(string? nameOrFolder, DataSplit split)
    {
        switch (nameOrFolder)
        {
            case null or EmbeddedData.FashionMnistName:
                return EmbeddedData.FashionMnist(split);
            case var path when IsPath(path):
                return DataFolder.Load(path, split);
            default:
                throw new UserErrorException("PIM0311", $"data '{nameOrFolder}' is not known", remedy: $"give one of {string.Join(", ", Names)}, or a folder (with a / in it or existing)");
        }
    }

    private static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal) || Directory.Exists(text);
}
