using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>trace execute</c> can be told.</summary>
internal sealed class TraceExecuteOptions : VerbOptions
{
    /// <summary><c>--commands</c>: the trace.</summary>
    public required string File { get; set; }

    /// <summary><c>--device</c>, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary><c>--data</c>: labels to judge the predictions by, or null for none.</summary>
    public string? Data { get; set; }

    /// <summary><c>--seed</c>.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "--seed must not be negative")]
    public long Seed { get; set; }

    /// <summary><c>--threads</c>, or null for one a processor.</summary>
    [Range(1, 1024, ErrorMessage = "--threads must be from 1 to 1024")]
    public int? Threads { get; set; }

    /// <summary>Threads to use.</summary>
    public int ThreadCount => Threads ?? Environment.ProcessorCount;
}
