namespace PimSim.Training;

/// <summary>Settings of the rate's schedule.</summary>
public sealed record ScheduleOptions
{
    /// <summary>Which.</summary>
    public ScheduleKind Kind { get; init; } = ScheduleKind.Cosine;

    /// <summary>First updates in which the rate rises linearly to its start: rate * (update + 1) / (WarmUpSteps + 1); at least 0.</summary>
    public int WarmUpSteps { get; init; }

    /// <summary>Epochs from one step to the next of <see cref="ScheduleKind.Step"/>, at least 1.</summary>
    public int StepEpochs { get; init; } = 30;

    /// <summary>What a step multiplies the rate by, above 0 and at most 1.</summary>
    public float StepFactor { get; init; } = 0.1f;
}
