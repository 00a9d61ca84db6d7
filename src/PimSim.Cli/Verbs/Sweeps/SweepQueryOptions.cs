namespace PimSim.Cli;

/// <summary>What <c>sweep query</c> can be told.</summary>
internal sealed class SweepQueryOptions : SweepFolderOptions
{
    /// <summary>The statement.</summary>
    public required string Sql { get; set; }
}
