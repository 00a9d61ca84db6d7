namespace PimSim.Core;

/// <summary>Whether a <see cref="Diagnostic"/> refuses the input.</summary>
public enum DiagnosticSeverity
{
    /// <summary>The input is refused (exit code 2).</summary>
    Error,

    /// <summary>The input is taken; the user should look.</summary>
    Warning,
}
