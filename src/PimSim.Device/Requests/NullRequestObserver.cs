using PimSim.Models;

namespace PimSim.Device;

/// <summary>Watches nothing.</summary>
public readonly struct NullRequestObserver : IRequestObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command)
    {
    }

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }

    /// <inheritdoc/>
    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes)
    {
    }
}
