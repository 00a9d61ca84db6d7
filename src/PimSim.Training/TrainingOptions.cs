using PimSim.Core;

namespace PimSim.Training;

/// <summary>Settings of a training run. Results depend on all of them but <see cref="Threads"/>.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training images, at least 1.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Seed of initial weights and shuffles.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Images of an update, at least 2.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>Adam's rate at the start; it falls to 0 along a cosine over all updates.</summary>
    public float LearningRate { get; init; } = 1e-3f;

    /// <summary>The clipping of binary layers.</summary>
    public ClippingOptions Clipping { get; init; } = new();

    /// <summary>Threads to use, at least 1.</summary>
    public int Threads { get; init; } = 1;

    /// <exception cref="UserErrorException">PIM0801: settings out of range, all of them.</exception>
    internal void Check()
    {
        List<Diagnostic> faults = [];
        Require(Epochs >= 1, $"{Epochs} epochs", "train for at least 1");
        Require(BatchSize >= 2, $"a batch of {BatchSize} images", "batch norm needs at least 2");
        Require(float.IsFinite(LearningRate) && LearningRate > 0f, $"a learning rate of {LearningRate}", "give a positive number");
        Require(Clipping.InitialRatio >= 1f && float.IsFinite(Clipping.InitialRatio), $"an initial clipping ratio of {Clipping.InitialRatio}", "give at least 1");
        Require(Threads >= 1, $"{Threads} threads", "give at least 1");
        if (faults.Count > 0)
        {
            throw new UserErrorException(faults);
        }

        void Require(bool holds, string what, string remedy)
        {
            if (!holds)
            {
                faults.Add(new Diagnostic("PIM0801", $"{what} cannot be trained with", Remedy: remedy));
            }
        }
    }
}
