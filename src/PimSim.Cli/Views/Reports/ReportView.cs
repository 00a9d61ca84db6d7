using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What <c>report</c> wrote.</summary>
/// <param name="File">The log.</param>
/// <param name="Page">The HTML file.</param>
/// <param name="Method">Method of the training.</param>
/// <param name="Epochs">Epochs that are done.</param>
/// <param name="Steps">Updates.</param>
internal sealed record ReportView(string File, string Page, string Method, int Epochs, int Steps) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.report/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("page", Page);
        json.WriteString("method", Method);
        json.WriteNumber("epochs", Epochs);
        json.WriteNumber("steps", Steps);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) =>
        console.WriteLine($"{Page}: training by {Method}, {Quantity.Count(Epochs)} epochs, {Quantity.Count(Steps)} updates");
}
