namespace PimSim.Cli;

/// <summary>What every verb can be told.</summary>
internal abstract class VerbOptions
{
    /// <summary><c>--json</c>: stdout is exactly one JSON document.</summary>
    public bool Json { get; set; }

    /// <summary><c>--out</c> where it takes the JSON document as well; null elsewhere.</summary>
    public string? ResultFile { get; set; }
}
