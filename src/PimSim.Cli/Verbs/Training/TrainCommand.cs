using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli;

/// <summary><c>pimsim train</c>.</summary>
internal static class TrainCommand
{
    private const int DefaultEpochs = 5;

    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="ITrainingBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Option<int> epochs = new("--epochs")
        {
            Description = $"Passes over the training images; default {DefaultEpochs}.",
            HelpName = "N",
            DefaultValueFactory = _ => DefaultEpochs,
        };
        Option<string> method = new("--method")
        {
            Description = $"One of {string.Join(", ", TrainOptions.Methods)}; default {TrainOptions.RelativeClipping}.",
            HelpName = "M",
            DefaultValueFactory = _ => TrainOptions.RelativeClipping,
        };
        Option<string?> network = SharedOptions.Out("Write the trained network (.pimnet).");
        Command command = new("train", "Train a binarized network, its clip thresholds included.") { epochs, method, network };
        RunOptionSet shared = new(command);
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<TrainVerb, TrainOptions>(
            shared.Read(parsed, new TrainOptions
            {
                Epochs = parsed.GetValue(epochs),
                Method = parsed.GetValue(method)!,
                NetworkFile = parsed.GetValue(network),
            }),
            terminal,
            cancellation,
            backEnd));
        return command;
    }
}
