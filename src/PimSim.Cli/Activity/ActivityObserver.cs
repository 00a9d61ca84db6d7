using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Hands what an inference issues to a meter. Each controller has a copy; all count into the same.</summary>
internal readonly struct ActivityObserver(ActivityMeter meter) : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => meter.OnCommand(command);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }
}
