namespace PimSim.Training;

/// <summary>Where a run is, besides the network itself.</summary>
internal sealed class TrainingState
{
    /// <summary>Epoch in work, from 1; one more than there are when all are done.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Batches done in it.</summary>
    public int Batch { get; set; }

    /// <summary>Updates done in all.</summary>
    public int Step { get; set; }

    /// <summary>Loss and hits of this epoch so far.</summary>
    public BatchLoss Total { get; set; }

    /// <summary>Test images that the last evaluation had right.</summary>
    public int TestCorrect { get; set; }

    /// <summary>Epochs done.</summary>
    public List<EpochResult> Epochs { get; } = [];

    /// <summary>Evaluations between epochs.</summary>
    public List<StepEvaluation> Evaluations { get; } = [];

    /// <summary>Test accuracy at the last evaluation, or null.</summary>
    public double? TestAccuracy { get; set; }
}
