using System.Text.Json;
using PimSim.Training;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>train</c>: the last evaluation's keys and how it came to them.</summary>
internal sealed record TrainingView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.train/1";

    /// <summary><c>host</c> or <c>device</c>.</summary>
    public required string TrainedOn { get; init; }

    /// <summary>Name of the method, as <c>--method</c> takes it.</summary>
    public required string Method { get; init; }

    /// <summary>Seed of initial weights and order of images.</summary>
    public required long Seed { get; init; }

    /// <summary>The network file that was written, or null.</summary>
    public required string? NetworkFile { get; init; }

    /// <summary>The epochs in order.</summary>
    public required IReadOnlyList<EpochView> Epochs { get; init; }

    /// <summary>Evaluations between epochs, in order.</summary>
    public IReadOnlyList<StepEvaluation> Evaluations { get; init; } = [];

    /// <summary>Final clip thresholds, by layer; empty where the method learns none.</summary>
    public required IReadOnlyList<ClipThresholdView> Thresholds { get; init; }

    /// <summary>Cost of the training on the device; null when trained on the host.</summary>
    public TrainingCostView? Cost { get; init; }

    /// <summary>Why <see cref="Cost"/> is null.</summary>
    public string? CostAbsentReason { get; init; }

    /// <summary>Faults of the cells that held what was trained; null without.</summary>
    public TrainingFaultsView? Faults { get; init; }

    /// <summary>The last evaluation on the device.</summary>
    public required InferenceView Evaluation { get; init; }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("trainedOn", TrainedOn);
        json.WriteString("method", Method);
        json.WriteNumber("seed", Seed);
        json.WriteString("networkFile", NetworkFile);
        json.WriteObjects("epochs", Epochs, epoch =>
        {
            json.WriteFinite("loss", epoch.Loss);
            json.WriteNumber("trainAccuracy", epoch.TrainAccuracy);
            json.WriteFinite("testAccuracy", epoch.TestAccuracy);
        });
        json.WriteObjects("evaluations", Evaluations, evaluation =>
        {
            json.WriteNumber("step", evaluation.Step);
            json.WriteNumber("testAccuracy", evaluation.TestAccuracy);
        });
        json.WriteObjects("thresholds", Thresholds, threshold =>
        {
            json.WriteString("layer", threshold.Layer);
            json.WriteFinite("lower", threshold.Lower);
            json.WriteFinite("upper", threshold.Upper);
        });
        if (Cost is { } cost)
        {
            cost.Write(json);
        }
        else
        {
            json.WriteNull("training");
            json.WriteString("trainingAbsentReason", CostAbsentReason ?? "trained on the host");
        }

        Faults?.WriteTo(json);
        InferenceJson.WriteEvaluation(Evaluation, json);
        Evaluation.Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console) => TrainingTables.Write(this, console);
}
