using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Turns stored weights of kind (a), the real set with its clip thresholds, into kind (b), signs and scale.</summary>
public static class BinarizedForm
{
    /// <summary>
    /// The network with every <see cref="ClippedWeights"/> binarized; it means the same, bit for bit. Other weights stay.
    /// </summary>
    /// <exception cref="UserErrorException">A scale overflows fp32.</exception>
    public static BnnNetwork From(BnnNetwork network) => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = network.Classes,
        ReadOut = network.ReadOut,
        Nodes = [.. network.Nodes.Select(From)],
    };

    /// <summary>Signs and scale of one layer.</summary>
    /// <param name="weights">The stored weights, outputs x K.</param>
    /// <param name="outputs">Output channels.</param>
    /// <param name="layer">The layer's name, for the message.</param>
    /// <exception cref="UserErrorException">The scale overflows fp32.</exception>
    public static BinarizedWeights Binarize(ClippedWeights weights, int outputs, string layer)
    {
        float[] values = weights.Values;
        ulong[] bits = new ulong[(values.Length + 63) / 64];
        for (int i = 0; i < values.Length; i++)
        {
            if (ScaleMath.SignBit(values[i], weights.Lower, weights.Upper))
            {
                bits[i / 64] |= 1UL << (i % 64);
            }
        }

        float scale = ScaleMath.Alpha(values, outputs, weights.Lower, weights.Upper);
        if (!float.IsFinite(scale))
        {
            throw new UserErrorException(
                "PIM0415", $"layer '{layer}': the mean magnitude of the clipped weights overflows", remedy: "scale the weights down");
        }

        return new BinarizedWeights(bits, values.Length, scale);
    }

    private static NetworkNode From(NetworkNode node) => node switch
    {
        ConvolutionNode { Weights: ClippedWeights w } c => c with { Weights = Binarize(w, c.OutChannels, c.Name) },
        DenseNode { Weights: ClippedWeights w } d => d with { Weights = Binarize(w, d.Outputs, d.Name) },
        _ => node,
    };
}
