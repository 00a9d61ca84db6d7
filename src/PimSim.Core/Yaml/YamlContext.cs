namespace PimSim.Core;

/// <summary>What the readers of one file share.</summary>
/// <param name="File">Name of the file for messages.</param>
/// <param name="Diagnostics">Where faults go.</param>
/// <param name="Overrides">Values that replace the file's, or null where nothing can be set.</param>
public sealed record YamlContext(string File, DiagnosticBag Diagnostics, YamlOverrides? Overrides)
{
    /// <summary>Adds a fault at a node; one that stems from <c>--set</c> (line 0) is placed on the command line.</summary>
    public void Report(string code, string message, YamlNode place, string? remedy = null) =>
        Diagnostics.Add(new Diagnostic(code, message, place.Line == 0 ? null : File, place.Line, place.Column, remedy));
}
