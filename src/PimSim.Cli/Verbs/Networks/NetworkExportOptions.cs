namespace PimSim.Cli;

/// <summary>What <c>network export</c> can be told.</summary>
internal sealed class NetworkExportOptions : VerbOptions
{
    /// <summary>The network or file.</summary>
    public required string Network { get; set; }

    /// <summary><c>--out</c>: the file to write.</summary>
    public required string Target { get; set; }

    /// <summary><c>--format</c>.</summary>
    public required string Format { get; set; }

    /// <summary><c>--map</c>: the layer map to write, or null.</summary>
    public string? Map { get; set; }

    /// <summary><c>--binarized</c>: signs and scales in the place of real weights and clip thresholds.</summary>
    public bool Binarized { get; set; }
}
