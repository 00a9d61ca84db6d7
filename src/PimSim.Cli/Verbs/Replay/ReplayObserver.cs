using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>
/// Hands what a replay issues to the command trace that is recorded and to the timeline. Each controller has a copy; all
/// write to the same.
/// </summary>
internal readonly struct ReplayObserver(CommandTraceOutput? record, Timeline? timeline) : IRequestObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command)
    {
        record?.Add(command);
        timeline?.OnCommand(command);
    }

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }

    /// <inheritdoc/>
    public void OnQueue(int pseudoChannel, long cycle, int reads, int writes) => timeline?.OnQueue(pseudoChannel, cycle, reads, writes);
}
