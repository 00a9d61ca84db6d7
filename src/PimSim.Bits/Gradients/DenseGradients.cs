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
        AddRows(values, images, inputs, gradients, outputs, 1, sums, outputs, width);
    }

    internal static void AddInputs(
        ReadOnlySpan<float> weights, int inputs, ReadOnlySpan<float> gradients, int outputs, Span<float> sums, LaneWidth width)
    {
        int images = gradients.Length / outputs;
        AddRows(weights, outputs, inputs, gradients, 1, outputs, sums, images, width);
    }

    /// <summary>sums[r, k] += factors[t * termStep + r * rowStep] * source[t, k], over the terms t.</summary>
    private static void AddRows(
        ReadOnlySpan<float> source, int terms, int length, ReadOnlySpan<float> factors, int termStep, int rowStep, Span<float> sums, int rows, LaneWidth width)
    {
        Check(source.Length, terms, length, sums.Length, rows);
        Span<ListEntry> list = terms <= MaximumOnStack ? stackalloc ListEntry[terms] : new ListEntry[terms];
        fixed (ListEntry* entries = list)
        fixed (float* first = source, target = sums)
        {
            for (int r = 0; r < rows; r++)
            {
                for (int t = 0; t < list.Length; t++)
                {
                    list[t] = new ListEntry(t * length, factors[(t * termStep) + (r * rowStep)]);
                }

                ListSums.Add(entries, terms, first, 1, 0, target + ((long)r * length), length, width);
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
