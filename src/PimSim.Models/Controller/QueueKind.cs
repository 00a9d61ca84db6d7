namespace PimSim.Models;

/// <summary>How reads and writes wait.</summary>
public enum QueueKind
{
    /// <summary>A read queue and a write queue; writes are drained in bursts between two watermarks.</summary>
    Separate,

    /// <summary>One queue for both, of the read queue's size; the direction of the bus follows the schedule.</summary>
    Shared,
}
