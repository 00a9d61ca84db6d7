using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>kernel run</c> can be told.</summary>
internal sealed class KernelRunOptions : VerbOptions
{
    /// <summary>Name of the kernel.</summary>
    public required string Kernel { get; set; }

    /// <summary><c>--shape</c>.</summary>
    public required string Shape { get; set; }

    /// <summary><c>--batch</c>.</summary>
    [Range(1, int.MaxValue, ErrorMessage = "--batch must be at least 1")]
    public int Batch { get; set; }

    /// <summary><c>--reference</c>: execute on the banks whatever the size.</summary>
    public bool Reference { get; set; }

    /// <summary><c>--baseline</c>, or null.</summary>
    [AllowedValues(null, "plain", ErrorMessage = "--baseline must be plain")]
    public string? Baseline { get; set; }

    /// <summary><c>--record</c>: the command trace to write, or null.</summary>
    public string? Record { get; set; }

    /// <summary><c>--device</c>, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--seed</c>.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "--seed must not be negative")]
    public long Seed { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];
}
