namespace PimSim.Cli;

/// <summary>What <c>report</c> can be told.</summary>
internal sealed class ReportOptions : VerbOptions
{
    /// <summary>The log.</summary>
    public required string File { get; set; }

    /// <summary><c>--out</c>: the page to write.</summary>
    public required string Page { get; set; }
}
