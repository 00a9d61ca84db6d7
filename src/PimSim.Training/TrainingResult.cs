using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>A trained network and how it came about.</summary>
public sealed record TrainingResult
{
    /// <summary>The network: real weights and both clip thresholds of binary layers, running statistics.</summary>
    public required BnnNetwork Network { get; init; }

    /// <summary>All epochs, first to last; the last one's test accuracy is the network's.</summary>
    public required IReadOnlyList<EpochResult> Epochs { get; init; }

    /// <summary>Evaluations between epochs, in order.</summary>
    public required IReadOnlyList<StepEvaluation> Evaluations { get; init; }

    /// <summary>Test images the network has right.</summary>
    public required int TestCorrect { get; init; }

    /// <summary>Test images.</summary>
    public required int TestTotal { get; init; }
}
