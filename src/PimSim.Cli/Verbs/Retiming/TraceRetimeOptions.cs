using PimSim.Device;

namespace PimSim.Cli;

/// <summary>What <c>trace replay --commands</c> can be told.</summary>
internal sealed class TraceRetimeOptions : VerbOptions
{
    /// <summary><c>--commands</c>: the trace.</summary>
    public required string File { get; set; }

    /// <summary><c>--format</c> of the trace, or null to tell it by its content.</summary>
    public string? Format { get; set; }

    /// <summary><c>--device</c>, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary><c>--pace</c>.</summary>
    public RetimePace Pace { get; set; }

    /// <summary><c>--refresh</c>.</summary>
    public RetimeRefresh Refresh { get; set; }

    /// <summary><c>--recorded-on</c>: the device whose clock the trace has, or null.</summary>
    public string? RecordedOn { get; set; }

    /// <summary><c>--record</c>: the native trace to write, or null.</summary>
    public string? Record { get; set; }
}
