using PimSim.Models;

namespace PimSim.Device;

/// <summary>Executes every issued command: the reference path.</summary>
/// <param name="Executor">Does it.</param>
public readonly record struct ExecutingObserver(CommandExecutor Executor) : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => Executor.Execute(domain, command);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number) => Executor.Barrier(domain, number);
}
