using System.Text.Json;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace execute</c>.</summary>
internal sealed record TraceExecuteView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-execute/1";

    /// <summary>The trace, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>True when the trace was whole.</summary>
    public required bool Complete { get; init; }

    /// <summary>The device it ran on.</summary>
    public required NamedHash Device { get; init; }

    /// <summary>Commands executed.</summary>
    public required long CommandsExecuted { get; init; }

    /// <summary>First command to last, in cycles.</summary>
    public required long Cycles { get; init; }

    /// <summary>Commands that put data on the bus.</summary>
    public required long ReadOuts { get; init; }

    /// <summary>Those of them whose data the trace has recorded.</summary>
    public required long ReadOutsCompared { get; init; }

    /// <summary>Those of them whose data differ from the recorded.</summary>
    public required long ReadOutsDiffering { get; init; }

    /// <summary>Index of the first command that differs, or null.</summary>
    public long? FirstDifference { get; init; }

    /// <summary>The result streams.</summary>
    public required IReadOnlyList<ResultStreamView> Streams { get; init; }

    /// <summary>Classes, where the trace has a stream <c>scores</c> of images x classes.</summary>
    public PredictionsView? Predictions { get; init; }

    /// <summary>Predictions that equal the labels of <c>--data</c>, or null without.</summary>
    public long? Correct { get; init; }

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteBoolean("complete", Complete);
        Device.WriteTo(json, "device");
        json.WriteNumber("commandsExecuted", CommandsExecuted);
        json.WriteObject("time", () => json.WriteNumber("cycles", Cycles));
        json.WriteObject("readOuts", () =>
        {
            json.WriteNumber("total", ReadOuts);
            json.WriteNumber("compared", ReadOutsCompared);
            json.WriteNumber("differing", ReadOutsDiffering);
        });
        json.WriteObjects("streams", Streams, stream =>
        {
            json.WriteString("name", stream.Name);
            json.WriteString("element", stream.Element);
            json.WriteNumbers("shape", stream.Shape.Select(extent => (long)extent));
            json.WriteString("sha256", stream.Sha256);
        });
        WritePredictions(json);
        Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        List<(string Name, string Value)> facts =
        [
            ("trace", Complete ? File : File + " (cut)"),
            ("device", Device.Name),
            ("commands", $"{Quantity.Count(CommandsExecuted)} executed, {Quantity.Count(Cycles)} cycles"),
            ("read-outs", $"{Quantity.Count(ReadOuts)}, {Quantity.Count(ReadOutsCompared)} compared with the recording, {Quantity.Count(ReadOutsDiffering)} differ"),
        ];
        if (FirstDifference is { } first)
        {
            facts.Add(("first difference", $"command {Quantity.Count(first)}"));
        }

        facts.AddRange(Streams.Select(s => ("result stream", $"{s.Name}: {s.Element} {string.Join(" x ", s.Shape)}, SHA-256 {s.Sha256}")));
        if (Predictions is { } predictions)
        {
            facts.Add(("predictions", string.Join(' ', predictions.Classes)));
            facts.Add(("", $"SHA-256 {predictions.Sha256}"));
            if (Correct is { } correct)
            {
                facts.Add(("accuracy", $"{Quantity.Percent((double)correct / predictions.Classes.Count)} ({Quantity.Count(correct)} of {Quantity.Count(predictions.Classes.Count)})"));
            }
        }

        console.Write(Tables.Facts(facts));
    }

    private void WritePredictions(Utf8JsonWriter json)
    {
        if (Predictions is not { } predictions)
        {
            json.WriteNull("predictions");
            json.WriteNull("accuracy");
            return;
        }

        json.WriteObject("predictions", () =>
        {
            json.WriteString("sha256", predictions.Sha256);
            json.WriteNumbers("classes", predictions.Classes.Select(c => (long)c));
        });
        if (Correct is { } correct)
        {
            json.WriteObject("accuracy", () =>
            {
                json.WriteNumber("correct", correct);
                json.WriteNumber("total", predictions.Classes.Count);
                json.WriteNumber("value", (double)correct / predictions.Classes.Count);
            });
        }
        else
        {
            json.WriteNull("accuracy");
        }
    }
}
