namespace PimSim.Cli;

/// <summary>What <c>sweep pareto</c> can be told.</summary>
internal sealed class SweepParetoOptions : SweepFolderOptions
{
    /// <summary><c>--objectives</c>, separated by commas, or null for those of the space.</summary>
    public string? Objectives { get; set; }
}
