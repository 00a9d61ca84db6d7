namespace PimSim.Cli;

/// <summary>What the verbs on one trace can be told.</summary>
internal sealed class TraceOptions : VerbOptions
{
    /// <summary>The trace.</summary>
    public required string File { get; set; }

    /// <summary><c>--from</c>: its format, or null to tell it.</summary>
    public string? From { get; set; }

    /// <summary><c>--device</c>: whose commands and addresses they are, or null.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];
}
