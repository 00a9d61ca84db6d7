using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Device.Tests;

/// <summary>Keeps the commands of a replay and hands each to a verifier.</summary>
internal readonly record struct RequestRecorder(List<TimedCommand> Commands, CommandVerifier Verifier) : IRequestObserver
{
    public static RequestRecorder Create(DeviceModel model) => new([], new CommandVerifier(model));

    public void OnCommand(int domain, in TimedCommand command)
    {
        Commands.Add(command);
        Verifier.Add(command);
    }

    public void OnBarrier(int domain, int number)
    {
    }

    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes)
    {
    }

    /// <summary>The commands as <c>NAME@cycle</c>.</summary>
    public string[] Listing(DeviceModel model) => [.. Commands.Select(c => $"{model.Standard.Commands[c.Command].Name}@{c.Cycle}")];
}
