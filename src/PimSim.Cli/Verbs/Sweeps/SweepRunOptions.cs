using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>sweep run</c> and <c>sweep resume</c> can be told.</summary>
internal sealed class SweepRunOptions : SweepFolderOptions
{
    /// <summary>Points that a sweep may have; stands here again so that help need not load what sweeps.</summary>
    public const int DefaultMaxPoints = 100_000;

    /// <summary>The space; null to go on with what the folder holds.</summary>
    public string? Space { get; set; }

    /// <summary><c>--threads</c>, or null for one a processor.</summary>
    [Range(1, 1024, ErrorMessage = "--threads must be from 1 to 1024")]
    public int? Threads { get; set; }

    /// <summary><c>--cluster</c>, or null to evaluate in this process.</summary>
    public string? Cluster { get; set; }

    /// <summary><c>--max-points</c>.</summary>
    [Range(1, 10_000_000, ErrorMessage = "--max-points must be from 1 to 10000000")]
    public int MaxPoints { get; set; } = DefaultMaxPoints;
}
