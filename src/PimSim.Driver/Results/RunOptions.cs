using PimSim.Device;

namespace PimSim.Driver;

/// <summary>How to run a workload.</summary>
public sealed record RunOptions
{
    /// <summary>True: every command is executed on the banks; false: packed kernels on the bits that the cells hold.</summary>
    public bool Reference { get; init; }

    /// <summary>Host threads of the fast path; changes no result.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Keeps the commands of the reference path, or null.</summary>
    public ICommandSink? Sink { get; init; }

    /// <summary>Filled with what of each read-out is scores, or null.</summary>
    public ScoreSlices? ScoreSlices { get; init; }

    /// <summary>Filled with what each layer of the fast path puts out, or null.</summary>
    public ActivationDigests? Digests { get; init; }

    /// <summary>Cycle of the recorded trace at which the run starts.</summary>
    public long CycleOffset { get; init; }
}
