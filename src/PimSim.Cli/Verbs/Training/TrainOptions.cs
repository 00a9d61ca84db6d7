using System.ComponentModel.DataAnnotations;
using PimSim.Core;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>What <c>train</c> can be told. Numbers that training itself limits are checked there.</summary>
internal sealed class TrainOptions : RunOptions, IValidatableObject
{
    /// <summary>The method when none is given.</summary>
    public static string DefaultMethod => Methods[0];

    /// <summary>Names of the methods; those of <see cref="TrainingMethods.Names"/>. Names and defaults stand here again so that help need not load what trains.</summary>
    public static IReadOnlyList<string> Methods { get; } = ["pwc-relative", "pwc-absolute", "pwc-standardized", "recu", "sign", "xnor"];

    /// <summary>What <c>--binarize</c> takes; the names of <see cref="BinarizedLayerChoices.Names"/>, likewise.</summary>
    public static IReadOnlyList<string> BinarizeChoices { get; } = ["not-first-last", "not-first", "not-last", "all", "none"];

    /// <summary>What <c>--optimizer</c> takes.</summary>
    public static IReadOnlyList<string> Optimizers { get; } = ["adam", "sgd"];

    /// <summary>What <c>--schedule</c> takes.</summary>
    public static IReadOnlyList<string> Schedules { get; } = ["cosine", "step", "constant"];

    /// <summary>What <c>--activation-gradient</c> takes.</summary>
    public static IReadOnlyList<string> ActivationGradients { get; } = ["identity", "polynomial"];

    /// <summary><c>--epochs</c>.</summary>
    [Range(1, 100_000, ErrorMessage = "--epochs must be from 1 to 100000")]
    public int Epochs { get; set; }

    /// <summary><c>--method</c>, one of <see cref="Methods"/>.</summary>
    public required string Method { get; set; }

    /// <summary><c>--binarize</c>, one of <see cref="BinarizedLayerChoices.Names"/>, or null for what the network says.</summary>
    public string? Binarize { get; set; }

    /// <summary><c>--out</c>: the network file to write, or null.</summary>
    public string? NetworkFile { get; set; }

    /// <summary><c>--batch</c>.</summary>
    [Range(2, 1 << 16, ErrorMessage = "--batch must be from 2 to 65536")]
    public int Batch { get; set; } = 128;

    /// <summary><c>--optimizer</c>, one of <see cref="Optimizers"/>.</summary>
    public string Optimizer { get; set; } = Optimizers[0];

    /// <summary><c>--rate</c>, or null for the optimizer's usual one.</summary>
    public float? Rate { get; set; }

    /// <summary><c>--momentum</c>.</summary>
    public float Momentum { get; set; } = 0.9f;

    /// <summary><c>--decay</c>.</summary>
    public float Decay { get; set; }

    /// <summary><c>--schedule</c>, one of <see cref="Schedules"/>.</summary>
    public string Schedule { get; set; } = Schedules[0];

    /// <summary><c>--warm-up</c>.</summary>
    public int WarmUp { get; set; }

    /// <summary><c>--step-epochs</c>.</summary>
    public int StepEpochs { get; set; } = 30;

    /// <summary><c>--step-factor</c>.</summary>
    public float StepFactor { get; set; } = 0.1f;

    /// <summary><c>--activation-gradient</c>, one of <see cref="ActivationGradients"/>.</summary>
    public string ActivationGradient { get; set; } = ActivationGradients[0];

    /// <summary><c>--crop</c>.</summary>
    public int Crop { get; set; }

    /// <summary><c>--flip</c>.</summary>
    public bool Flip { get; set; }

    /// <summary><c>--label-smoothing</c>.</summary>
    public double LabelSmoothing { get; set; }

    /// <summary><c>--evaluate-every</c>; 0 for none.</summary>
    public int EvaluateEvery { get; set; }

    /// <summary><c>--checkpoint</c>, or null.</summary>
    public string? Checkpoint { get; set; }

    /// <summary><c>--checkpoint-every</c>; 0 for epochs only.</summary>
    [Range(0, int.MaxValue, ErrorMessage = "--checkpoint-every must not be negative")]
    public int CheckpointEvery { get; set; }

    /// <summary><c>--resume</c>, or null.</summary>
    public string? Resume { get; set; }

    /// <summary><c>--reference</c>.</summary>
    public bool Reference { get; set; }

    /// <summary><c>--fault-seed</c>, or null for the first.</summary>
    public long? FaultSeed { get; set; }

    /// <summary><c>--log</c>, or null.</summary>
    public string? Log { get; set; }

    /// <summary>As training takes them.</summary>
    public TrainingOptions ToTraining()
    {
        OptimizerKind optimizer = (OptimizerKind)Index(Optimizers, Optimizer);
        return new TrainingOptions
        {
            Epochs = Epochs,
            Seed = (ulong)Seed,
            Threads = ThreadCount,
            BatchSize = Batch,
            Method = TrainingMethods.Find(Method) ?? throw new InternalErrorException($"method {Method} passed validation"),
            ActivationGradient = (ActivationGradient)Index(ActivationGradients, ActivationGradient),
            Optimizer = new OptimizerOptions { Kind = optimizer, Momentum = Momentum, Decay = Decay },
            LearningRate = Rate ?? (optimizer == OptimizerKind.Sgd ? 0.01f : 0.001f),
            Schedule = new ScheduleOptions { Kind = (ScheduleKind)Index(Schedules, Schedule), WarmUpSteps = WarmUp, StepEpochs = StepEpochs, StepFactor = StepFactor },
            Augmentation = new AugmentationOptions { CropPadding = Crop, Flip = Flip },
            LabelSmoothing = LabelSmoothing,
            EvaluateEvery = EvaluateEvery,
        };
    }

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        (string Option, string Value, IReadOnlyList<string> Known)[] names =
        [
            ("--method", Method, Methods),
            ("--optimizer", Optimizer, Optimizers),
            ("--schedule", Schedule, Schedules),
            ("--activation-gradient", ActivationGradient, ActivationGradients),
            ("--binarize", Binarize ?? BinarizeChoices[0], BinarizeChoices),
        ];
        foreach ((string option, string value, IReadOnlyList<string> known) in names)
        {
            if (!known.Contains(value, StringComparer.Ordinal))
            {
                yield return new ValidationResult($"{option} '{value}' is not known; {NearestName.Remedy(value, [.. known])}", [option]);
            }
        }

        if (CheckpointEvery > 0 && Checkpoint is null && Resume is null)
        {
            yield return new ValidationResult("--checkpoint-every needs --checkpoint FILE", [nameof(CheckpointEvery)]);
        }
    }

    private static int Index(IReadOnlyList<string> names, string name)
    {
        int index = Array.IndexOf([.. names], name);
        return index >= 0 ? index : throw new InternalErrorException($"'{name}' passed validation");
    }
}
