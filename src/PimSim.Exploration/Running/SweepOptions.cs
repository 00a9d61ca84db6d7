namespace PimSim.Exploration;

/// <summary>How a sweep runs; no result depends on it.</summary>
public sealed record SweepOptions
{
    /// <summary>Points that are evaluated at the same time, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Points that a sweep may have.</summary>
    public int MaxPoints { get; init; } = SpaceReader.DefaultMaxPoints;
}
