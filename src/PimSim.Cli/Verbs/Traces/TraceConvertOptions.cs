namespace PimSim.Cli;

/// <summary>What <c>trace convert</c> can be told.</summary>
internal sealed class TraceConvertOptions : VerbOptions
{
    /// <summary>The trace to read.</summary>
    public required string File { get; set; }

    /// <summary><c>--out</c>: the trace to write.</summary>
    public required string Target { get; set; }

    /// <summary><c>--from</c>: its format, or null to tell it.</summary>
    public string? From { get; set; }

    /// <summary><c>--to</c>: the format to write, or null to go by the name of the file.</summary>
    public string? To { get; set; }

    /// <summary><c>--device</c>: whose commands and addresses they are, or null.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];
}
