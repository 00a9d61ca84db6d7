using PimSim.Device;

namespace PimSim.Driver;

/// <summary>Time and energy of a workload on a number of images: what follows from the programs alone, whatever the bits are.</summary>
public record InferenceTiming
{
    /// <summary>Timing.</summary>
    public required ProgramRun Run { get; init; }

    /// <summary>Energy, or null where the model has none.</summary>
    public required EnergyTally? Energy { get; init; }

    /// <summary>How images were spread.</summary>
    public required ShardingReport Sharding { get; init; }

    /// <summary>Who says what units do, and what that costs.</summary>
    public SequencerReport Sequencer { get; init; } = SequencerReport.OnHost;

    /// <summary>By layer.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }
}
