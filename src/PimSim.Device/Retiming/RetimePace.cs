namespace PimSim.Device;

/// <summary>When a command of a trace that is re-timed may be issued.</summary>
public enum RetimePace
{
    /// <summary>As soon as it is legal.</summary>
    Asap,

    /// <summary>As soon as it is legal, but not before the time at which it was recorded.</summary>
    Recorded,
}
