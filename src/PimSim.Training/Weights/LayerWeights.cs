using PimSim.Bits;
using PimSim.Bnn;

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

    /// <summary>
    /// Writes what the convolution multiplies with and returns the scale that its pooled result takes; both hold until the
    /// next update.
    /// </summary>
    public abstract float Prepare(Span<float> effective);

    /// <summary>Updates from the gradient of what <see cref="Prepare"/> wrote.</summary>
    public abstract void Update(ReadOnlySpan<float> gradient, in AdamStepConstants step);

    /// <summary>What is stored in the trained network: a copy.</summary>
    public abstract WeightSet Export();
}
