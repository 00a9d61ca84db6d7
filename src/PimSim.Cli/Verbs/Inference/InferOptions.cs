using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>infer</c> can be told.</summary>
internal sealed class InferOptions : RunOptions
{
    /// <summary><c>--reference</c>: execute every command on the banks.</summary>
    public bool Reference { get; set; }

    /// <summary><c>--timing-only</c>: time and energy, no bits.</summary>
    public bool TimingOnly { get; set; }

    /// <summary><c>--record</c>: write the command trace here, or null.</summary>
    public string? Record { get; set; }

    /// <summary><c>--requests</c>: a trace of plain requests to serve meanwhile, or null.</summary>
    public string? Requests { get; set; }

    /// <summary><c>--requests-format</c>: its format, or null where its content tells.</summary>
    public string? RequestsFormat { get; set; }

    /// <summary><c>--baseline</c>, or null.</summary>
    [AllowedValues(null, "plain", ErrorMessage = "--baseline must be plain")]
    public string? Baseline { get; set; }
}
