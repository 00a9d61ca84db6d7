using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training;

/// <summary>Settings of a training run. Results depend on all of them but <see cref="Threads"/>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training images, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Seed of initial weights, shuffles and augmentation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Images of an update, at least 2.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How binary layers are binarized and learned.</summary>
    public TrainingMethod Method { get; init; } = TrainingMethod.RelativeClipping;

    /// <summary>Where clip thresholds start.</summary>
    public ClippingOptions Clipping { get; init; } = new();

    /// <summary>The gradient that passes the sign of activations.</summary>
    public ActivationGradient ActivationGradient { get; init; } = ActivationGradient.ClippedIdentity;

    /// <summary>The optimizer.</summary>
    public OptimizerOptions Optimizer { get; init; } = new();

    /// <summary>The rate after the warm-up.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>How it changes.</summary>
    public ScheduleOptions Schedule { get; init; } = new();

    /// <summary>Changes of the training images.</summary>
    public AugmentationOptions Augmentation { get; init; } = new();

    /// <summary>s: the loss's target is 1 - s at the label plus s / classes everywhere; at least 0 and below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>Updates from one evaluation to the next, besides those after every epoch; 0 for none.</summary>
    public int EvaluateEvery { get; init; }

    /// <summary>
    /// The number format in which all is computed that a device's lanes would compute, each operation rounded; other than fp32 for chains of blocks only.
    /// </summary>
    public NumberFormat Format { get; init; }

    /// <summary>
    /// Faults of the cells that hold what is trained; null for sound ones. For chains of blocks only, placed for the same network, settings and images.
    /// </summary>
    public TrainingFaults? Faults { get; init; }

    /// <summary>Threads to use, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <exception cref="UserErrorException">PIM0801: settings out of range, all of them.</exception>
    internal void Check()
    {
        List<Diagnostic> faults = [];
        Require(Epochs >= 1, $"{Epochs} epochs", "train for at least 1");
        Require(BatchSize >= 2, $"a batch of {BatchSize} images", "batch norm needs at least 2");
        Require(float.IsFinite(LearningRate) && LearningRate > 0f, $"a learning rate of {LearningRate}", "give a positive number");
        Require(Clipping.InitialRatio >= 1f && float.IsFinite(Clipping.InitialRatio), $"an initial clipping ratio of {Clipping.InitialRatio}", "give at least 1");
        Require(Clipping.InitialDeviations > 0f && float.IsFinite(Clipping.InitialDeviations), $"initial thresholds of {Clipping.InitialDeviations} deviations", "give a positive number");
        Require(Optimizer.Momentum is >= 0f and < 1f, $"a momentum of {Optimizer.Momentum}", "give at least 0 and less than 1");
        Require(float.IsFinite(Optimizer.Decay) && Optimizer.Decay >= 0f, $"a weight decay of {Optimizer.Decay}", "give 0 or a positive number");
        Require(Schedule.WarmUpSteps >= 0, $"{Schedule.WarmUpSteps} warm-up steps", "give 0 or more");
        Require(Schedule.StepEpochs >= 1, $"a step every {Schedule.StepEpochs} epochs", "give at least 1");
        Require(Schedule.StepFactor is > 0f and <= 1f, $"a step factor of {Schedule.StepFactor}", "give more than 0 and at most 1");
        Require(Augmentation.CropPadding is >= 0 and <= 1024, $"a crop border of {Augmentation.CropPadding} pixels", "give 0 to 1024");
        Require(LabelSmoothing is >= 0.0 and < 1.0, $"a label smoothing of {LabelSmoothing}", "give at least 0 and less than 1");
        Require(EvaluateEvery >= 0, $"an evaluation every {EvaluateEvery} steps", "give 0 or more");
        Require(Threads >= 1, $"{Threads} threads", "give at least 1");
        if (faults.Count > 0)
        {
            throw new UserErrorException(faults);
        }

        void Require(bool holds, string what, string remedy)
        {
            if (!holds)
            {
                faults.Add(new Diagnostic("PIM0801", $"{what} cannot be trained with", Remedy: remedy));
            }
        }
    }
}
