using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Passes on what happens in the channels of a part; the others have nothing to do but refresh.</summary>
internal readonly struct PartObserver<TObserver>(TObserver inner, InferencePart part) : ICommandObserver
    where TObserver : struct, ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command)
    {
        if (part.IsPart(domain))
        {
            inner.OnCommand(domain, command);
        }
    }

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
        if (part.IsPart(domain))
        {
            inner.OnBarrier(domain, number);
        }
    }
}
