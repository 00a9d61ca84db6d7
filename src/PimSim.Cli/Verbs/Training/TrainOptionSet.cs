using System.CommandLine;

namespace PimSim.Cli;

/// <summary>The options that only <c>train</c> has.</summary>
internal sealed class TrainOptionSet
{
    private const int DefaultEpochs = 5;
    private static readonly TrainOptions Defaults = new() { Method = TrainOptions.DefaultMethod };
    private readonly Option<int> epochs = Number("--epochs", "N", $"Passes over the training images; default {DefaultEpochs}.", DefaultEpochs);
    private readonly Option<string> method = Choice("--method", "M", "How weights become binary", TrainOptions.Methods, Defaults.Method);
    private readonly Option<string?> binarize = SharedOptions.Text("--binarize", "L", $"Which layers are binarized: one of {string.Join(", ", TrainOptions.BinarizeChoices)}; default not-first-last, or what the network says.");
    private readonly Option<string?> network = SharedOptions.Out("Write the trained network (.pimnet).");
    private readonly Option<int> batch = Number("--batch", "N", $"Images of an update; default {Defaults.Batch}.", Defaults.Batch);
    private readonly Option<string> optimizer = Choice("--optimizer", "O", "How parameters follow their gradients", TrainOptions.Optimizers, Defaults.Optimizer);
    private readonly Option<float?> rate = new("--rate") { Description = "Learning rate; default 0.001, with sgd 0.01.", HelpName = "R" };
    private readonly Option<float> momentum = Number("--momentum", "X", "Momentum of sgd; default 0.9.", Defaults.Momentum);
    private readonly Option<float> decay = Number("--decay", "X", "Weight decay; default 0.", Defaults.Decay);
    private readonly Option<string> schedule = Choice("--schedule", "S", "How the rate changes", TrainOptions.Schedules, Defaults.Schedule);
    private readonly Option<int> warmUp = Number("--warm-up", "N", "Raise the rate over the first N updates; default 0.", Defaults.WarmUp);
    private readonly Option<int> stepEpochs = Number("--step-epochs", "N", $"Epochs from one step of the schedule to the next; default {Defaults.StepEpochs}.", Defaults.StepEpochs);
    private readonly Option<float> stepFactor = Number("--step-factor", "X", "What a step multiplies the rate by; default 0.1.", Defaults.StepFactor);
    private readonly Option<string> activation = Choice("--activation-gradient", "G", "Gradient of the activations' sign", TrainOptions.ActivationGradients, Defaults.ActivationGradient);
    private readonly Option<int> crop = Number("--crop", "N", "Cut images out of a border of N pixels at random; default 0.", Defaults.Crop);
    private readonly Option<bool> flip = new("--flip") { Description = "Mirror every other image at random." };
    private readonly Option<double> smoothing = Number("--label-smoothing", "X", "Share of the target that goes to all classes; default 0.", Defaults.LabelSmoothing);
    private readonly Option<int> evaluateEvery = Number("--evaluate-every", "N", "Evaluate every N updates as well; default 0: after epochs only.", Defaults.EvaluateEvery);
    private readonly Option<string?> checkpoint = SharedOptions.Text("--checkpoint", "FILE", "Keep a checkpoint, written after every epoch and on Ctrl-C.");
    private readonly Option<int> checkpointEvery = Number("--checkpoint-every", "N", "Write it every N updates as well; default 0.", Defaults.CheckpointEvery);
    private readonly Option<string?> resume = SharedOptions.Text("--resume", "FILE", "Go on from a checkpoint, with the options that it was made with; --checkpoint defaults to FILE.");
    private readonly Option<string?> log = SharedOptions.Text("--log", "FILE", "Write what happens as JSON lines, for report.");

    private readonly Option<long?> faultSeed = SharedOptions.FaultSeed();
    private readonly Option<bool> reference = new("--reference") { Description = "Execute every command of the training on the banks as well, and compare: slow, for few images." };

    /// <summary>Adds them to a command.</summary>
    public TrainOptionSet(Command command)
    {
        Option[] all =
        [
            epochs, method, binarize, network, batch, optimizer, rate, momentum, decay, schedule, warmUp, stepEpochs, stepFactor, activation, crop, flip, smoothing, evaluateEvery,
            checkpoint, checkpointEvery, resume, log, faultSeed, reference,
        ];
        foreach (Option option in all)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was given.</summary>
    public TrainOptions Read(ParseResult parsed) => new()
    {
        Epochs = parsed.GetValue(epochs),
        Method = parsed.GetValue(method)!,
        Binarize = parsed.GetValue(binarize),
        NetworkFile = parsed.GetValue(network),
        Batch = parsed.GetValue(batch),
        Optimizer = parsed.GetValue(optimizer)!,
        Rate = parsed.GetValue(rate),
        Momentum = parsed.GetValue(momentum),
        Decay = parsed.GetValue(decay),
        Schedule = parsed.GetValue(schedule)!,
        WarmUp = parsed.GetValue(warmUp),
        StepEpochs = parsed.GetValue(stepEpochs),
        StepFactor = parsed.GetValue(stepFactor),
        ActivationGradient = parsed.GetValue(activation)!,
        Crop = parsed.GetValue(crop),
        Flip = parsed.GetValue(flip),
        LabelSmoothing = parsed.GetValue(smoothing),
        EvaluateEvery = parsed.GetValue(evaluateEvery),
        Checkpoint = parsed.GetValue(checkpoint) ?? parsed.GetValue(resume),
        CheckpointEvery = parsed.GetValue(checkpointEvery),
        Resume = parsed.GetValue(resume),
        Log = parsed.GetValue(log),
        FaultSeed = parsed.GetValue(faultSeed),
        Reference = parsed.GetValue(reference),
    };

    private static Option<T> Number<T>(string name, string helpName, string description, T value) =>
        new(name) { Description = description, HelpName = helpName, DefaultValueFactory = _ => value };

    private static Option<string> Choice(string name, string helpName, string description, IReadOnlyList<string> names, string value) =>
        new(name) { Description = $"{description}: one of {string.Join(", ", names)}; default {value}.", HelpName = helpName, DefaultValueFactory = _ => value };
}
