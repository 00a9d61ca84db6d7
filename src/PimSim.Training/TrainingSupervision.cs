namespace PimSim.Training;

/// <summary>What watches a run and keeps it safe; results do not depend on it.</summary>
public sealed record TrainingSupervision
{
    /// <summary>Told every few batches; may be null.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>Keeps what happens; may be null.</summary>
    public ITrainingLog? Log { get; init; }

    /// <summary>The checkpoint, written after every epoch and when cancelled; null for none.</summary>
    public string? CheckpointFile { get; init; }

    /// <summary>Updates from one checkpoint to the next within epochs; 0 for none there.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>A device that takes every step as well, command by command; null for none.</summary>
    public DeviceReference? Device { get; init; }

    /// <summary>A checkpoint to go on from, or null.</summary>
    public string? ResumeFile { get; init; }
}
