using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What running a kernel gave.</summary>
public sealed record KernelRun
{
    /// <summary>Timing.</summary>
    public required ProgramRun Run { get; init; }

    /// <summary>Energy, or null where the model has no currents.</summary>
    public required EnergyTally? Energy { get; init; }

    /// <summary>Cycles with every unit busy in every column cycle (CCD_L), rounded up.</summary>
    public required long PeakCycles { get; init; }

    /// <summary>Column accesses of banks that units computed on or wrote.</summary>
    public required long ColumnAccesses { get; init; }

    /// <summary>Commands executed on the banks; 0 where only timing ran.</summary>
    public required long CommandsExecuted { get; init; }

    /// <summary>What came out, or null where only timing ran.</summary>
    public required KernelCheck? Check { get; init; }
}
