using PimSim.Core;

namespace PimSim.Training;

/// <summary>A block as it goes into a network file.</summary>
/// <param name="Weights">Stored weights.</param>
/// <param name="Elements">Weights of a channel.</param>
/// <param name="Gamma">Scale of the batch norm.</param>
/// <param name="Beta">Shift.</param>
/// <param name="Mean">Running mean.</param>
/// <param name="Variance">Running variance.</param>
internal sealed record ExportedBlock(StoredWeights Weights, int Elements, float[] Gamma, float[] Beta, float[] Mean, float[] Variance)
{
    /// <summary>
    /// As damaged cells hold it, in a form that a network file can have. A unit takes what is no number for +1, so a channel without a finite batch norm or scale
    /// is +1 everywhere. A scale below 0 turns scale and mean of its batch norm, which is the same.
    /// </summary>
    public ExportedBlock Damaged()
    {
        float[]? scales = Weights.ChannelScales is { } own ? [.. own] : null;
        float[] real = (Weights.Weights as Bnn.RealWeights)?.Values is { } values ? [.. values] : [];
        var turned = new ExportedBlock(Weights, Elements, [.. Gamma], [.. Beta], [.. Mean], [.. Variance]);
        for (int c = 0; c < Gamma.Length; c++)
        {
            if (!turned.IsFinite(c, scales, real))
            {
                (turned.Gamma[c], turned.Beta[c], turned.Mean[c], turned.Variance[c]) = (0f, 1f, 0f, 1f);
                real.AsSpan(Math.Min(real.Length, c * Elements), real.Length == 0 ? 0 : Elements).Clear();
                if (scales is not null)
                {
                    scales[c] = 1f;
                }
            }
            else if (scales is not null && scales[c] < 0f)
            {
                (turned.Gamma[c], turned.Mean[c], scales[c]) = (-Gamma[c], -Mean[c], -scales[c]);
            }
        }

        return turned with { Weights = new StoredWeights(real.Length > 0 ? new Bnn.RealWeights([.. real]) : Weights.Weights, scales) };
    }

    /// <exception cref="UserErrorException">PIM1207: it cannot be stored.</exception>
    public static void RequireFinite(ReadOnlySpan<float> dense)
    {
        foreach (float w in dense)
        {
            if (!float.IsFinite(w))
            {
                throw new UserErrorException(
                    "PIM1207", $"a parameter of the fully connected layer is {w} after an update on faulty cells, so there are no scores", null, "give fewer faults, or spare the weights with faults.weights.exposed=false");
            }
        }
    }

    private bool IsFinite(int channel, float[]? scales, float[] real)
    {
        bool isFinite = float.IsFinite(Gamma[channel]) && float.IsFinite(Beta[channel]) && float.IsFinite(Mean[channel]) && float.IsFinite(Variance[channel])
            && Variance[channel] + BatchNormState.Epsilon > 0f && (scales is null || float.IsFinite(scales[channel]));
        for (int e = channel * Elements; isFinite && e < Math.Min(real.Length, (channel + 1) * Elements); e++)
        {
            isFinite = float.IsFinite(real[e]);
        }

        return isFinite;
    }
}
