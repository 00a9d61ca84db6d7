using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace record</c>: the inference that was recorded, its <c>trace</c> included.</summary>
/// <param name="Inference">The inference.</param>
internal sealed record TraceRecordView(InferenceView Inference) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-record/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => Inference.WriteJson(json);

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => Inference.WriteTable(console);
}
