namespace PimSim.Cli;

/// <summary>What <c>trace record</c> can be told.</summary>
internal sealed class TraceRecordOptions : RunOptions
{
    /// <summary><c>--out</c>: the trace to write.</summary>
    public required string TraceFile { get; set; }
}
