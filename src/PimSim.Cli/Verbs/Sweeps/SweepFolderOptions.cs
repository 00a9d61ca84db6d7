namespace PimSim.Cli;

/// <summary>What verbs over the result of a sweep can be told.</summary>
internal class SweepFolderOptions : VerbOptions
{
    /// <summary>The folder.</summary>
    public required string Folder { get; set; }
}
