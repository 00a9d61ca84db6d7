namespace PimSim.Training;

/// <summary>What the pooled counts of a layer are multiplied with: one scale, or one for each output channel.</summary>
internal readonly struct LayerScale
{
    private readonly float[]? channels;

    /// <summary>One scale, not negative.</summary>
    public LayerScale(float uniform)
    {
        Uniform = uniform;
    }

    /// <summary>A scale for each output channel, not negative.</summary>
    public LayerScale(float[] channels)
    {
        Uniform = 1f;
        this.channels = channels;
    }

    /// <summary>The scale of all channels; 1 where each has its own.</summary>
    public float Uniform { get; }

    /// <summary>result = values times the scale, the channel being the fastest axis.</summary>
    public void Apply(ReadOnlySpan<float> values, Span<float> result)
    {
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = values[i] * Uniform;
        }

        ApplyChannels(result);
    }

    /// <summary>Multiplies by the channels' own scales, the channel being the fastest axis; nothing where they share one.</summary>
    public void ApplyChannels(Span<float> values)
    {
        if (this.channels is not { } own)
        {
            return;
        }

        for (int i = 0; i < values.Length; i += own.Length)
        {
            Span<float> pixel = values.Slice(i, own.Length);
            for (int c = 0; c < own.Length; c++)
            {
                pixel[c] *= own[c];
            }
        }
    }
}
