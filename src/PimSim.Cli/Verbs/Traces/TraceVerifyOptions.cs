using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>trace verify</c> can be told.</summary>
internal sealed class TraceVerifyOptions : VerbOptions
{
    /// <summary>Violations that are shown in full when nothing else is asked for.</summary>
    internal const int DefaultDetails = 100;

    /// <summary><c>--commands</c>: the trace.</summary>
    public required string File { get; set; }

    /// <summary><c>--format</c>: its format, or null to tell it.</summary>
    public string? Format { get; set; }

    /// <summary><c>--device</c>, or null for the one that the trace names, or the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary><c>--details</c>: violations to show in full.</summary>
    [Range(0, 1_000_000, ErrorMessage = "--details must be from 0 to 1000000")]
    public int Details { get; set; } = DefaultDetails;
}
