using PimSim.Models;

namespace PimSim.Device;

/// <summary>The controller of one channel that serves plain requests.</summary>
internal interface IRequestChannel
{
    /// <summary>Cycle after the last data beat so far.</summary>
    long LastData { get; }

    /// <summary>
    /// Lets a request in at the first cycle, not before <paramref name="earliest"/>, at which its queue has room: issues all
    /// commands before that. Returns the cycle.
    /// </summary>
    long Enter(in RequestPlace place, bool write, long earliest);

    /// <summary>Serves everything that waits.</summary>
    void Drain();

    /// <summary>Refreshes and rests until <paramref name="cycle"/>, the end of the run, and closes the accounts.</summary>
    void IdleUntil(long cycle);

    /// <summary>By pseudo-channel: what it came to.</summary>
    IEnumerable<PseudoChannelResult> Results(long end);
}
