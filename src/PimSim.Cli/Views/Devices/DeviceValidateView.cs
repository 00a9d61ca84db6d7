using System.Text.Json;
using PimSim.Core;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>device validate</c>. The diagnostics go to stderr as well, one a line.</summary>
/// <param name="File">As the user named it.</param>
/// <param name="Device">The model's name and hash, or null when it has errors.</param>
/// <param name="Diagnostics">All faults and warnings of the file.</param>
internal sealed record DeviceValidateView(string File, NamedHash? Device, IReadOnlyList<Diagnostic> Diagnostics) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.device-validate/1";

    /// <summary>True when the file can be used.</summary>
    public bool IsValid => Device is not null;

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteBoolean("valid", IsValid);
        if (Device is null)
        {
            json.WriteNull("device");
        }
        else
        {
            Device.WriteTo(json, "device");
        }

        json.WriteObjects("diagnostics", Diagnostics, diagnostic => DiagnosticJson.Write(diagnostic, json));
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) =>
        console.WriteLine(Device is null ? $"{File}: not valid" : $"{File}: valid, device {Device.Name}, hash {Device.Hash}");
}
