using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Hands issued commands to a sink; nothing is executed, so there are no data.</summary>
internal readonly struct SinkObserver(ICommandSink sink) : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => sink.Record(command, [], []);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }
}
