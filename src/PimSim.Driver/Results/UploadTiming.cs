using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Time, energy and size of an upload: what follows from its program alone.</summary>
public record UploadTiming
{
    /// <summary>Timing of the upload program, a clock of its own from 0.</summary>
    public required ProgramRun Run { get; init; }

    /// <summary>Energy, or null where the model has none.</summary>
    public required EnergyTally? Energy { get; init; }

    /// <summary>Bytes written over the buses of all domains, replication included.</summary>
    public required long Bytes { get; init; }

    /// <summary>Bytes of one copy.</summary>
    public required long BytesPerDomain { get; init; }
}
