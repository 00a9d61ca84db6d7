namespace PimSim.Cli;

/// <summary>What the verbs on one trace can be told.</summary>
internal sealed class TraceOptions : VerbOptions
{
    /// <summary>The trace.</summary>
    public required string File { get; set; }
}
