using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What <c>report</c> wrote.</summary>
/// <param name="File">What it draws.</param>
/// <param name="Page">The HTML file.</param>
/// <param name="Of">What that is: sweep, inference or training.</param>
/// <param name="Training">The training's curves; null for the others.</param>
internal sealed record ReportView(string File, string Page, string Of, TrainingCurves? Training) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.report/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("page", Page);
        json.WriteString("of", Of);
        if (Training is { } curves)
        {
            json.WriteString("method", curves.Method);
            json.WriteNumber("epochs", curves.Epochs.Count);
            json.WriteNumber("steps", curves.LastStep);
        }
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => console.WriteLine(Training is { } curves
        ? $"{Page}: training by {curves.Method}, {Quantity.Count(curves.Epochs.Count)} epochs, {Quantity.Count(curves.LastStep)} updates"
        : $"{Page}: {Of} {File}");
}
