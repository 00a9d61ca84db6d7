namespace PimSim.Training;

/// <summary>How the rate changes over a run.</summary>
public enum ScheduleKind
{
    /// <summary>It falls to 0 along a cosine over all updates after the warm-up.</summary>
    Cosine,

    /// <summary>It is multiplied by a factor every few epochs.</summary>
    Step,

    /// <summary>It stays.</summary>
    Constant,
}
