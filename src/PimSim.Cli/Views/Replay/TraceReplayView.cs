using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace replay</c>.</summary>
internal sealed record TraceReplayView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-replay/1";

    /// <summary>The trace, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Its format.</summary>
    public required string Format { get; init; }

    /// <summary>How often it was given.</summary>
    public required long Repeat { get; init; }

    /// <summary>True when the trace was whole.</summary>
    public required bool Complete { get; init; }

    /// <summary>The device.</summary>
    public required DeviceModel Model { get; init; }

    /// <summary>What the replay came to.</summary>
    public required ReplayResult Result { get; init; }

    /// <summary>The command trace that was kept, or null.</summary>
    public RecordedCommandsView? Record { get; init; }

    /// <summary>The timeline that was drawn, or null.</summary>
    public TimelineView? Timeline { get; init; }

    /// <summary>Commands worth typing next; terminal only.</summary>
    public IReadOnlyList<string> NextSteps { get; init; } = [];

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => TraceReplayJson.Write(this, new ReplayFigures(Model, Result), json);

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => TraceReplayTables.Write(this, new ReplayFigures(Model, Result), console);
}
