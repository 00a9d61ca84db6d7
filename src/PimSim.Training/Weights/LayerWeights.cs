namespace PimSim.Training;

/// <summary>The weights of a convolution, how they enter the forward pass and how they are updated.</summary>
internal abstract class LayerWeights
{
    protected LayerWeights(float[] values, int channels)
    {
        Values = values;
        Channels = channels;
    }

    /// <summary>The weight set: output channel first.</summary>
    public float[] Values { get; }

    /// <summary>Output channels.</summary>
    public int Channels { get; }

    /// <summary>Clip thresholds, or null where none are learned.</summary>
    public virtual ClipRange? Range => null;

    /// <summary>All that a later step depends on, by name; the arrays themselves.</summary>
    public abstract IEnumerable<KeyValuePair<string, float[]>> State { get; }

    /// <summary>
    /// Writes what the convolution multiplies with and returns the scale that its pooled result takes; both hold until the
    /// next update.
    /// </summary>
    public abstract LayerScale Prepare(Span<float> effective);

    /// <summary>Updates from the gradient of what <see cref="Prepare"/> wrote.</summary>
    public abstract void Update(ReadOnlySpan<float> gradient, in UpdateStep step);

    /// <summary>What is stored in the trained network: a copy.</summary>
    public abstract StoredWeights Export();

    /// <summary>Moves what follows a schedule of epochs.</summary>
    public virtual void BeginEpoch(int epoch, int epochs)
    {
    }

    /// <summary>Takes what was written into <see cref="State"/>.</summary>
    public virtual void Resume()
    {
    }
}
