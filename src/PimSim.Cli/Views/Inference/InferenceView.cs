using System.Text.Json;
using PimSim.Driver;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>infer</c> with all keys that scripts rely on.</summary>
internal sealed record InferenceView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.infer/1";

    /// <summary>The resolved model, <c>--set</c> included.</summary>
    public required NamedHash Device { get; init; }

    /// <summary>The network, by content.</summary>
    public required NamedHash Network { get; init; }

    /// <summary>True: the network's bits are drawn; terminal only.</summary>
    public bool IsShapeOnly { get; init; }

    /// <summary>Name of the data set, or null where timing needed none.</summary>
    public required string? Data { get; init; }

    /// <summary>Images classified right, or null where only timing ran.</summary>
    public long? Correct { get; init; }

    /// <summary>Images.</summary>
    public required long Total { get; init; }

    /// <summary>SHA-256 of the predicted classes, one byte a class, hexadecimal; null where only timing ran.</summary>
    public string? PredictionsSha256 { get; init; }

    /// <summary>First command of the first image to the last read-out beat of the last.</summary>
    public required long Cycles { get; init; }

    /// <summary>The same in seconds of the device.</summary>
    public required double DeviceSeconds { get; init; }

    /// <summary>Where the cycles went.</summary>
    public required PhaseCycles ByPhase { get; init; }

    /// <summary>Cycles to the last beat of the first image's result.</summary>
    public required long FirstImageCycles { get; init; }

    /// <summary>Energy, or null where the model has no currents.</summary>
    public required EnergyView? Energy { get; init; }

    /// <summary>Why <see cref="Energy"/> is null.</summary>
    public string? EnergyAbsentReason { get; init; }

    /// <summary>Upload of weights and thresholds.</summary>
    public required UploadView Upload { get; init; }

    /// <summary>Who says what units do.</summary>
    public SequencerView Sequencer { get; init; } = new(SequencerReport.OnHost);

    /// <summary>What the device can do at best.</summary>
    public required PeakView Peak { get; init; }

    /// <summary>Commands by name, in the standard's order.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Commands { get; init; }

    /// <summary><c>fast</c>, <c>reference</c> or <c>timing</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Commands that were executed one by one on the banks (0 on the other paths).</summary>
    public required long CommandsExecuted { get; init; }

    /// <summary>The layers in order.</summary>
    public required IReadOnlyList<LayerView> Layers { get; init; }

    /// <summary>The faults that the run met, or null for a sound device.</summary>
    public FaultsView? Faults { get; init; }

    /// <summary>Accuracy under many fault seeds, or null where it was not asked for; then all else is of the sound device.</summary>
    public FaultStudyView? Study { get; init; }

    /// <summary>The trace that was recorded, or null.</summary>
    public RecordedTraceView? Trace { get; init; }

    /// <summary>How busy the device was over time, or null.</summary>
    public ActivityView? Activity { get; init; }

    /// <summary>The timeline that was drawn, or null.</summary>
    public TimelineView? Timeline { get; init; }

    /// <summary>The run beside plain requests, or null where it was not asked for.</summary>
    public TogetherView? Together { get; init; }

    /// <summary>The same device without PIM, or null where it was not asked for.</summary>
    public BaselineView? Baseline { get; init; }

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    /// <summary>Commands worth typing next; terminal only.</summary>
    public IReadOnlyList<string> NextSteps { get; init; } = [];

    /// <summary>Fraction of images classified right, or null where only timing ran.</summary>
    public double? Accuracy => Total == 0 ? 0 : (double?)Correct / Total;

    /// <summary>Images a second of device time.</summary>
    public double ImagesPerSecond => DeviceSeconds > 0 ? Total / DeviceSeconds : 0;

    /// <summary>Average power in watts, or null.</summary>
    public double? AveragePowerW => Energy?.PowerW(DeviceSeconds);

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json) => InferenceJson.Write(this, json);

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => InferenceTables.Write(this, console);
}
