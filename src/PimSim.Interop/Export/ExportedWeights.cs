using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Weights as other tools store them.</summary>
internal static class ExportedWeights
{
    /// <summary>Signs as +1 and -1, in the order of the set.</summary>
    public static float[] Signs(BinarizedWeights weights)
    {
        float[] signs = new float[weights.Count];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = ((weights.Bits[i / 64] >> (i % 64)) & 1) == 0 ? 1 : -1;
        }

        return signs;
    }

    /// <summary>
    /// A layer's numbers, one a weight, with the axes of other tools: output, input for a dense layer; output, input, kernel row, kernel
    /// column for a convolution.
    /// </summary>
    public static (float[] Values, int[] Shape) Arrange(NetworkNode layer, float[] values)
    {
        if (layer is not ConvolutionNode c)
        {
            int outputs = ((DenseNode)layer).Outputs;
            return (values, [outputs, values.Length / outputs]);
        }

        int window = c.KernelHeight * c.KernelWidth;
        int depth = values.Length / c.OutChannels / window;
        float[] arranged = new float[values.Length];
        int next = 0;
        for (int o = 0; o < c.OutChannels; o++)
        {
            for (int i = 0; i < depth; i++)
            {
                for (int tap = 0; tap < window; tap++)
                {
                    arranged[next++] = values[(((o * window) + tap) * depth) + i];
                }
            }
        }

        return (arranged, [c.OutChannels, depth, c.KernelHeight, c.KernelWidth]);
    }
}
