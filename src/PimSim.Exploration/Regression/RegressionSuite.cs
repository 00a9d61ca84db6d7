using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>A file of cases (<c>format: pimsim-suite/1</c>); what was accepted for them lies beside it.</summary>
/// <param name="File">The file.</param>
/// <param name="Cases">In the order of the file.</param>
public sealed record RegressionSuite(string File, IReadOnlyList<RegressionCase> Cases)
{
    private const string Extension = ".accepted.json";

    /// <summary>The file of accepted values: <c>shipped.accepted.json</c> beside <c>shipped.yaml</c>.</summary>
    public string AcceptedFile => Path.ChangeExtension(File, null) + Extension;

    /// <summary>Reads a suite. Paths in it are relative to the folder of the file.</summary>
    /// <exception cref="UserErrorException">PIM0100 to PIM0112: the YAML, its keys and values; PIM1300: two cases of one name, or none at all.</exception>
    public static RegressionSuite Load(string file) => SuiteReader.Load(file);

    /// <summary>The cases of these names, in the order of the file; all when there are none.</summary>
    /// <exception cref="UserErrorException">PIM1301: there is no such case.</exception>
    public IReadOnlyList<RegressionCase> Select(IReadOnlyCollection<string> names)
    {
        string[] known = [.. Cases.Select(c => c.Name)];
        foreach (string name in names.Where(n => !known.Contains(n, StringComparer.Ordinal)))
        {
            throw new UserErrorException("PIM1301", $"there is no case '{name}'", File, NearestName.Remedy(name, known));
        }

        return names.Count == 0 ? Cases : [.. Cases.Where(c => names.Contains(c.Name, StringComparer.Ordinal))];
    }
}
