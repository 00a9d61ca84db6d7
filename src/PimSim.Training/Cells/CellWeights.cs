using PimSim.Driver;

namespace PimSim.Training;

/// <summary>The weights of a block's convolution as a domain's cells hold them.</summary>
internal abstract class CellWeights
{
    /// <summary>Weights with their moments.</summary>
    public abstract CellParameter Weights { get; }

    /// <summary>What the convolution multiplies with: channels x elements.</summary>
    public abstract ReadOnlySpan<float> Effective { get; }

    /// <summary>The same as the backward pass takes it.</summary>
    public abstract ReadOnlySpan<float> Transposed { get; }

    /// <summary>Mismatches that a channel has beyond its elements: signs of the numbers that fill lanes.</summary>
    public virtual int ExcessMismatches(int channel) => 0;

    /// <summary>Clip thresholds that most lanes have, or null where none are learned.</summary>
    public virtual ClipRange? Range => null;

    /// <summary>Columns that a step reads before it writes them.</summary>
    public abstract IEnumerable<(TrainingColumn Column, float[] Values)> Stored { get; }

    /// <summary>Names and numbers for a checkpoint.</summary>
    public abstract IEnumerable<KeyValuePair<string, float[]>> State { get; }

    /// <summary>Scales of the channels' results; empty where they have none.</summary>
    public virtual ReadOnlySpan<float> Scales => [];

    /// <summary>What a step begins with.</summary>
    public virtual void BeginStep()
    {
    }

    /// <summary>An epoch begins, from 1 on.</summary>
    public virtual void BeginEpoch(int epoch, int epochs)
    {
    }

    /// <summary>Takes what was written into <see cref="State"/>.</summary>
    public virtual void Resume()
    {
    }

    /// <summary>An update by the gradient of what the convolution multiplied with, summed over the batch.</summary>
    public abstract void Update(ReadOnlySpan<float> gradient, in UpdateStep step);

    /// <summary>What a network stores: a copy.</summary>
    public abstract StoredWeights Export();

    /// <summary>Everything as a device stores it: channels x elements.</summary>
    public abstract TrainingParameter Copy();
}
