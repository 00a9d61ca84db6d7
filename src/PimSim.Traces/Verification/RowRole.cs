namespace PimSim.Traces;

/// <summary>What a command does to a row's history.</summary>
internal enum RowRole
{
    /// <summary>Distances count from it.</summary>
    Precedes,

    /// <summary>A deadline stands still until the next preceding command: self-refresh begins.</summary>
    Suspends,

    /// <summary>
    /// The same, as long as there was no preceding command at all: refreshes of another kind do this row's work.
    /// </summary>
    Replaces,
}
