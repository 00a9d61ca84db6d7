using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Hands what an inference issues to a timeline. Each controller has a copy; all draw into the same.</summary>
internal readonly struct InferenceTimelineObserver(InferenceTimeline timeline) : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => timeline.OnCommand(domain, command);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number) => timeline.OnBarrier(domain);
}
