namespace PimSim.Core;

/// <summary>Collects the faults of an input, so that all of them are shown at once.</summary>
public sealed class DiagnosticBag
{
    /// <summary>Findings that are kept; one more says that there are more (PIM0116).</summary>
    public const int MaxFindings = 500;

    private readonly List<Diagnostic> diagnostics = [];

    /// <summary>True when at least one error (not merely a warning) was added.</summary>
    public bool HasErrors => diagnostics.Exists(d => d.Severity == DiagnosticSeverity.Error);

    /// <summary>Adds a finding; the same finding twice is kept once.</summary>
    public void Add(Diagnostic diagnostic)
    {
        if (diagnostics.Count > MaxFindings || diagnostics.Contains(diagnostic))
        {
            return;
        }

        diagnostics.Add(diagnostics.Count < MaxFindings
            ? diagnostic
            : new Diagnostic("PIM0116", "there are more faults than are shown", diagnostic.File, diagnostic.Line, diagnostic.Column));
    }

    /// <summary>The findings in the order of files as met, then by line and column.</summary>
    public IReadOnlyList<Diagnostic> Sorted()
    {
        List<string?> files = [.. diagnostics.Select(d => d.File).Distinct(StringComparer.Ordinal)];
        return [.. diagnostics.OrderBy(d => files.IndexOf(d.File)).ThenBy(d => d.Line).ThenBy(d => d.Column)];
    }

    /// <summary>The warnings alone, sorted.</summary>
    public IReadOnlyList<Diagnostic> Warnings() => [.. Sorted().Where(d => d.Severity == DiagnosticSeverity.Warning)];

    /// <summary>Throws all findings when one of them is an error.</summary>
    /// <exception cref="UserErrorException">At least one error was added.</exception>
    public void ThrowIfErrors()
    {
        if (HasErrors)
        {
            throw new UserErrorException(Sorted());
        }
    }
}
