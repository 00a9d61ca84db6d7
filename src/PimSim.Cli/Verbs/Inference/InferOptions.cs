namespace PimSim.Cli;

/// <summary>What <c>infer</c> can be told.</summary>
internal sealed class InferOptions : RunOptions
{
    /// <summary><c>--reference</c>: execute every command on the banks.</summary>
    public bool Reference { get; set; }

    /// <summary><c>--timing-only</c>: time and energy, no bits.</summary>
    public bool TimingOnly { get; set; }

    /// <summary><c>--record</c>: write the command trace here, or null.</summary>
    public string? Record { get; set; }
}
