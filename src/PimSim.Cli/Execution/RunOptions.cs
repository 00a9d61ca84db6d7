using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What verbs that run a network on a device can be told.</summary>
internal abstract class RunOptions : VerbOptions
{
    /// <summary><c>--device</c>, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--network</c>, or null for the default.</summary>
    public string? Network { get; set; }

    /// <summary><c>--data</c>, or null for the default.</summary>
    public string? Data { get; set; }

    /// <summary><c>--images</c>, or null for all.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "--images must be at least 1")]
    public int? Images { get; set; }

    /// <summary><c>--seed</c>.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "--seed must not be negative")]
    public long Seed { get; set; }

    /// <summary><c>--threads</c>, or null for one a processor.</summary>
    [Range(1, 1024, ErrorMessage = "--threads must be from 1 to 1024")]
    public int? Threads { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary>Threads to use.</summary>
    public int ThreadCount => Threads ?? Environment.ProcessorCount;
}
