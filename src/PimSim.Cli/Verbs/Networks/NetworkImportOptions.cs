namespace PimSim.Cli;

/// <summary>What <c>network import</c> can be told.</summary>
internal sealed class NetworkImportOptions : VerbOptions
{
    /// <summary>The file or folder.</summary>
    public required string File { get; set; }

    /// <summary><c>--out</c>: the network to write.</summary>
    public required string Target { get; set; }

    /// <summary><c>--format</c>.</summary>
    public required string Format { get; set; }

    /// <summary><c>--map</c>: the layer map, or null.</summary>
    public string? Map { get; set; }
}
