using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;

namespace PimSim.Cli;

/// <summary><c>pimsim train</c>.</summary>
internal static class TrainCommand
{
    /// <param name="terminal">Where it writes.</param>
    /// <param name="backEnd">Registers the <see cref="ITrainingBackEnd"/>; called only when the verb runs.</param>
    public static Command Create(Terminal terminal, Action<IServiceCollection> backEnd)
    {
        Command command = new("train", "Train a binarized network, its clip thresholds included.");
        TrainOptionSet own = new(command);
        RunOptionSet shared = new(command);
        command.SetAction((parsed, cancellation) =>
            VerbHost.RunAsync<TrainVerb, TrainOptions>(shared.Read(parsed, own.Read(parsed)), terminal, cancellation, backEnd));
        return command;
    }
}
