namespace PimSim.Cli;

/// <summary>What the network verbs can be told.</summary>
internal sealed class NetworkOptions : VerbOptions
{
    /// <summary>The network or file, or null for the default.</summary>
    public string? Network { get; set; }
}
