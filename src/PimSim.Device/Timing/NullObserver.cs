using PimSim.Models;

namespace PimSim.Device;

/// <summary>Watches nothing: for timing alone.</summary>
public readonly struct NullObserver : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command)
    {
    }

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }
}
