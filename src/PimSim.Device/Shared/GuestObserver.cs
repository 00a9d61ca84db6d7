using PimSim.Models;

namespace PimSim.Device;

/// <summary>Passes the commands of plain requests on to the observer of the programs beside them.</summary>
internal readonly struct GuestObserver<TObserver>(TObserver inner) : IRequestObserver
    where TObserver : struct, ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => inner.OnCommand(domain, command);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }

    /// <inheritdoc/>
    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes)
    {
    }
}
