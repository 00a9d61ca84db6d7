namespace PimSim.Core;

/// <summary>One thing that is wrong (or doubtful) with what a user gave: numbered, placed, with the remedy.</summary>
/// <param name="Code">Stable number such as <c>PIM0123</c>; one test per number.</param>
/// <param name="Message">What is wrong, in one sentence.</param>
/// <param name="File">The file it was found in, or null for the command line.</param>
/// <param name="Line">1-based line, or 0 where lines mean nothing.</param>
/// <param name="Column">1-based column, or 0.</param>
/// <param name="Remedy">What would be right, or null where the message says it.</param>
/// <param name="Severity">Errors refuse the input; warnings do not.</param>
public sealed record Diagnostic(
    string Code,
    string Message,
    string? File = null,
    int Line = 0,
    int Column = 0,
    string? Remedy = null,
    DiagnosticSeverity Severity = DiagnosticSeverity.Error)
{
    /// <summary>The one-line form: <c>file:line:column: error PIM0123: message; remedy</c>.</summary>
    public override string ToString()
    {
        string place = File is null ? "" : Line > 0 ? $"{File}:{Line}:{Column}: " : $"{File}: ";
        string word = Severity == DiagnosticSeverity.Error ? "error" : "warning";
        return Remedy is null ? $"{place}{word} {Code}: {Message}" : $"{place}{word} {Code}: {Message}; {Remedy}";
    }
}
