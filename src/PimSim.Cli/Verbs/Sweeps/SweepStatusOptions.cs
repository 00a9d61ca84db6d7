namespace PimSim.Cli;

/// <summary>What <c>sweep status</c> can be told.</summary>
internal sealed class SweepStatusOptions : SweepFolderOptions
{
    /// <summary><c>--cluster</c>, or null to look into the folder only.</summary>
    public string? Cluster { get; set; }
}
