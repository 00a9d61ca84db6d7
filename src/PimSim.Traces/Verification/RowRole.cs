namespace PimSim.Traces;

/// <summary>What a command does to a row's history.</summary>
internal enum RowRole
{
    /// <summary>Distances count from it.</summary>
    Precedes,

    /// <summary>The deadline stands still until the next preceding command: others, or the device itself, refresh.</summary>
    Suspends,
}
