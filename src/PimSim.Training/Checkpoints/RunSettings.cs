using System.Globalization;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>Everything that the bytes of a run depend on, as names and values: a checkpoint goes on only with the same.</summary>
internal sealed class RunSettings
{
    private RunSettings(IReadOnlyList<KeyValuePair<string, string>> values)
    {
        Values = values;
    }

    /// <summary>Names, as the command line has them where it has them, and values.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Values { get; }

    public static RunSettings Of(TrainableNetwork template, TrainingOptions options, ImageDataSet train, ImageDataSet test)
    {
        OptimizerOptions optimizer = options.Optimizer;
        ScheduleOptions schedule = options.Schedule;
        return new RunSettings(
        [
            new("network", template.Describe()),
            new("training images", Describe(train)),
            new("test images", Describe(test)),
            new("epochs", Text(options.Epochs)),
            new("seed", Text(options.Seed)),
            new("batch", Text(options.BatchSize)),
            new("method", TrainingMethods.NameOf(options.Method)),
            new("initial thresholds", $"{Text(options.Clipping.InitialRatio)} {Text(options.Clipping.InitialDeviations)}"),
            new("activation gradient", options.ActivationGradient.ToString()),
            new("optimizer", $"{optimizer.Kind} momentum {Text(optimizer.Momentum)} decay {Text(optimizer.Decay)}"),
            new("rate", Text(options.LearningRate)),
            new("schedule", $"{schedule.Kind} warm-up {Text(schedule.WarmUpSteps)} step {Text(schedule.StepEpochs)} factor {Text(schedule.StepFactor)}"),
            new("augmentation", $"crop {Text(options.Augmentation.CropPadding)} flip {options.Augmentation.Flip}"),
            new("label smoothing", Text(options.LabelSmoothing)),
            new("evaluate every", Text(options.EvaluateEvery)),
            .. options.Format == NumberFormat.Fp32 ? Array.Empty<KeyValuePair<string, string>>() : [new("number format", options.Format.ToString())],
            .. options.Faults is not { } faults ? Array.Empty<KeyValuePair<string, string>>() : [new("faults", $"seed {Text(faults.Seed)} of {faults.Placement.Model.Hash}")],
        ]);
    }

    private static string Describe(ImageDataSet images) => $"{Text(images.Count)} ({ContentHash.Hex(images.Pixels)}, {ContentHash.Hex(images.Labels)})";

    private static string Text<T>(T value)
        where T : IFormattable => value.ToString(null, CultureInfo.InvariantCulture);
}
