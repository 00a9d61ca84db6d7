namespace PimSim.Bits;

/// <summary>
/// A batch normalization per channel: standardized = (x - Mean) * Inverse, normalized = fma(standardized, Gamma, Beta),
/// all in fp32. All arrays have one length, the number of channels.
/// </summary>
public readonly ref struct NormParameters
{
    /// <summary>Takes the four rows of parameters.</summary>
    /// <exception cref="ArgumentException">Their lengths differ.</exception>
    public NormParameters(ReadOnlySpan<float> mean, ReadOnlySpan<float> inverse, ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta)
    {
        if (inverse.Length != mean.Length || gamma.Length != mean.Length || beta.Length != mean.Length)
        {
            throw new ArgumentException("parameters of different numbers of channels", nameof(mean));
        }

        Mean = mean;
        Inverse = inverse;
        Gamma = gamma;
        Beta = beta;
    }

    /// <summary>Number of channels.</summary>
    public int Channels => Mean.Length;

    /// <summary>Mean.</summary>
    public ReadOnlySpan<float> Mean { get; }

    /// <summary>1 / sqrt(variance + epsilon).</summary>
    public ReadOnlySpan<float> Inverse { get; }

    /// <summary>Scale.</summary>
    public ReadOnlySpan<float> Gamma { get; }

    /// <summary>Shift.</summary>
    public ReadOnlySpan<float> Beta { get; }
}
