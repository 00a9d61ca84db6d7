using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>A diagnostic in a document.</summary>
internal static class DiagnosticJson
{
    /// <summary>Its members.</summary>
    public static void Write(Diagnostic diagnostic, Utf8JsonWriter json)
    {
        json.WriteString("code", diagnostic.Code);
        json.WriteString("severity", diagnostic.Severity == DiagnosticSeverity.Error ? "error" : "warning");
        json.WriteString("message", diagnostic.Message);
        json.WriteString("file", diagnostic.File);
        json.WriteNumber("line", diagnostic.Line);
        json.WriteNumber("column", diagnostic.Column);
        json.WriteString("remedy", diagnostic.Remedy);
    }
}
