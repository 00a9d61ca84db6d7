namespace PimSim.Device;

/// <summary>How commands are re-timed.</summary>
public sealed record RetimeOptions
{
    /// <summary>When commands may be issued.</summary>
    public RetimePace Pace { get; init; }

    /// <summary>Whose refreshes there are.</summary>
    public RetimeRefresh Refresh { get; init; }

    /// <summary>Clock period of the recorded cycles in picoseconds; null where it is unknown, which <see cref="RetimePace.Asap"/> allows.</summary>
    public double? RecordedClockPs { get; init; }
}
