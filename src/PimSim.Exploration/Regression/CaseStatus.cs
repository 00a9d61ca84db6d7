namespace PimSim.Exploration;

/// <summary>How a case stands to what was accepted.</summary>
public enum CaseStatus
{
    /// <summary>As accepted.</summary>
    Passed,

    /// <summary>Something differs by more than is let through.</summary>
    Failed,

    /// <summary>Nothing was accepted for it yet.</summary>
    New,

    /// <summary>It could not be run.</summary>
    Error,
}
