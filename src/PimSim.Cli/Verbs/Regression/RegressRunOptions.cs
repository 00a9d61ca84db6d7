namespace PimSim.Cli;

/// <summary>What <c>regress run</c> can be told.</summary>
internal sealed class RegressRunOptions : RegressOptions
{
    /// <summary><c>--junit</c>, or null.</summary>
    public string? JUnit { get; set; }
}
