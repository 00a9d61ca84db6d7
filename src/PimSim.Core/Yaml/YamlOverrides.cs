namespace PimSim.Core;

/// <summary>
/// Values given on the command line (<c>--set path.to.parameter=value</c>) that replace a file's. A reader asks for each
/// path as it comes by; what nobody asked for is a wrong path.
/// </summary>
public sealed class YamlOverrides
{
    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);
    private readonly HashSet<string> askedFor = new(StringComparer.Ordinal);

    /// <summary>Takes the texts apart; PIM0113 for a text without <c>=</c>, PIM0115 for a path given twice.</summary>
    public YamlOverrides(IEnumerable<string> texts, DiagnosticBag diagnostics)
    {
        foreach (string text in texts)
        {
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string path = equals < 0 ? text : text[..equals].Trim();
            if (equals <= 0 || path.Length == 0 || equals == text.Length - 1)
            {
                diagnostics.Add(new Diagnostic("PIM0113", $"--set {text}: no value", Remedy: "write --set path.to.parameter=value"));
            }
            else if (!values.TryAdd(path, text[(equals + 1)..].Trim()))
            {
                diagnostics.Add(new Diagnostic("PIM0115", $"--set {path}: given twice", Remedy: "give one value"));
            }
        }
    }

    /// <summary>All paths that a reader asked for so far: the ones that can be set.</summary>
    public IReadOnlyCollection<string> KnownPaths => askedFor;

    /// <summary>The value for a path, or null; either way the path is a right one from now on.</summary>
    public string? Find(string path)
    {
        askedFor.Add(path);
        return values.GetValueOrDefault(path);
    }

    /// <summary>PIM0114 for every path that no reader knows.</summary>
    public void ReportUnknown(DiagnosticBag diagnostics)
    {
        foreach (string path in values.Keys.Where(p => !askedFor.Contains(p)))
        {
            diagnostics.Add(new Diagnostic(
                "PIM0114", $"--set {path}: there is no such parameter", Remedy: NearestName.Remedy(path, [.. askedFor.Order(StringComparer.Ordinal)])));
        }
    }
}
