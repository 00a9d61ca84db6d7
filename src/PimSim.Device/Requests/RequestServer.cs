using PimSim.Models;

namespace PimSim.Device;

/// <summary>Serves the plain requests of one pseudo-channel: what a <see cref="RequestChannel"/> asks of a scheduler.</summary>
internal abstract class RequestServer
{
    /// <summary>What was counted so far.</summary>
    public abstract RequestCounters Counters { get; }

    /// <summary>True while a request waits.</summary>
    public abstract bool Busy { get; }

    /// <summary>True when <see cref="Choose"/> must choose anew.</summary>
    public bool IsStale { get; set; } = true;

    /// <summary>Cycle of the command that comes next; MaxValue for none. Valid unless <see cref="IsStale"/>.</summary>
    public abstract long ChosenCycle { get; }

    /// <summary>
    /// Where the pseudo-channel has the channel to itself: issues the command that comes next, or several where there is nothing to
    /// choose, up to the one that moves data, as far as they come before <paramref name="limit"/>. Moves <paramref name="now"/> to the last one; false
    /// when there was none.
    /// </summary>
    public abstract bool Step(ref long now, long limit);

    /// <summary>True when a request of this direction can enter.</summary>
    public abstract bool HasRoom(bool write);

    /// <summary>Takes a request in; there is room. Says by <see cref="IsStale"/> whether the choice stands.</summary>
    public abstract void Admit(in RequestPlace place, bool write, long cycle);

    /// <summary>What comes next, and when, if nothing enters before.</summary>
    public abstract void Choose(long now);

    /// <summary>Issues what <see cref="Choose"/> chose, which is then stale.</summary>
    public abstract void Issue();

    /// <summary>
    /// Refresh intervals that can be skipped before <paramref name="until"/>, because nothing but refreshes happens, each an interval
    /// after the one before, and nobody watches.
    /// </summary>
    public abstract long IdleIntervals(long until);

    /// <summary>Counts so many intervals as passed.</summary>
    public abstract void SkipIntervals(long intervals);

    /// <summary>Closes the accounts at the end of the run.</summary>
    public abstract void Finish(long cycle);

    /// <summary>What it came to.</summary>
    public abstract PseudoChannelResult Results(long end);
}
