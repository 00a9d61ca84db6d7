namespace PimSim.Bits;

/// <summary>
/// The two products of a fully connected layer's backward pass. Each result is one chain of fused multiply-adds, going on
/// from what the target holds: a weight's over rising image, an input's over rising output.
/// </summary>
public static unsafe class DenseGradients
{
    private const int MaximumOnStack = 256;

    /// <summary>sums[o, k] += gradients[i, o] * values[i, k], over the images i.</summary>
    /// <param name="values">Inputs of the layer: images x inputs.</param>
    /// <param name="inputs">Inputs of an image.</param>
    /// <param name="gradients">Gradients of its outputs: images x outputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="sums">Gradients of the weights: outputs x inputs.</param>
    public static void AddWeights(ReadOnlySpan<float> values, int inputs, ReadOnlySpan<float> gradients, int outputs, Span<float> sums) =>
        AddWeights(values, inputs, gradients, outputs, sums, LaneWidths.Best);

    /// <summary>sums[i, k] += gradients[i, o] * weights[o, k], over the outputs o.</summary>
    /// <param name="weights">outputs x inputs.</param>
    /// <param name="inputs">Inputs of an image.</param>
    /// <param name="gradients">Gradients of the outputs: images x outputs.</param>
    /// <param name="outputs">Outputs.</param>
    /// <param name="sums">Gradients of the inputs: images x inputs.</param>
    public static void AddInputs(ReadOnlySpan<float> weights, int inputs, ReadOnlySpan<float> gradients, int outputs, Span<float> sums) =>
        AddInputs(weights, inputs, gradients, outputs, sums, LaneWidths.Best);

    internal static void AddWeights(
        ReadOnlySpan<float> values, int inputs, ReadOnlySpan<float> gradients, int outputs, Span<float> sums, LaneWidth width)
    {
        int images = gradients.Length / outputs;
        Check(values.Length, images, inputs, sums.Length, outputs);
        Span<ListEntry> list = images <= MaximumOnStack ? stackalloc ListEntry[images] : new ListEntry[images];
        fixed (ListEntry* entries = list)
        fixed (float* source = values, target = sums)
        {
            for (int o = 0; o < outputs; o++)
            {
                for (int i = 0; i < list.Length; i++)
                {
                    list[i] = new ListEntry(i * inputs, gradients[(i * outputs) + o]);
                }

                ListSums.Add(entries, images, source, 1, 0, target + ((long)o * inputs), inputs, width);
            }
        }
    }

    internal static void AddInputs(
        ReadOnlySpan<float> weights, int inputs, ReadOnlySpan<float> gradients, int outputs, Span<float> sums, LaneWidth width)
    {
        int images = gradients.Length / outputs;
        Check(weights.Length, outputs, inputs, sums.Length, images);
        Span<ListEntry> list = outputs <= MaximumOnStack ? stackalloc ListEntry[outputs] : new ListEntry[outputs];
        fixed (ListEntry* entries = list)
        fixed (float* source = weights, target = sums)
        {
            for (int i = 0; i < images; i++)
            {
                for (int o = 0; o < list.Length; o++)
                {
                    list[o] = new ListEntry(o * inputs, gradients[(i * outputs) + o]);
                }

                ListSums.Add(entries, outputs, source, 1, 0, target + ((long)i * inputs), inputs, width);
            }
        }
    }

    private static void Check(int sourceLength, int sourceRows, int inputs, int targetLength, int targetRows)
    {
        if (sourceLength < (long)sourceRows * inputs || targetLength < (long)targetRows * inputs)
        {
            throw new ArgumentException($"{sourceLength} values or {targetLength} sums too few for {sourceRows} and {targetRows} rows of {inputs}", nameof(sourceLength));
        }
    }
}
