namespace PimSim.Bnn.Tests.Independent;

/// <summary>A layer as outputs accumulated tap by tap, all output channels at once; weights are stored tap first.</summary>
internal sealed class IndependentLayer
{
    private readonly int outputs;
    private readonly int kernelHeight;
    private readonly int kernelWidth;
    private readonly int stride = 1;
    private readonly int padding;
    private readonly int groups = 1;
    private readonly PaddingValue paddingValue = PaddingValue.Zero;
    private readonly float[]? bias;
    private readonly bool wholeImage;
    private readonly float[] weights;

    public IndependentLayer(ConvolutionNode node)
    {
        (this.outputs, kernelHeight, kernelWidth) = (node.OutChannels, node.KernelHeight, node.KernelWidth);
        (stride, padding, groups, paddingValue) = (node.Stride, node.Padding, node.Groups, node.PaddingValue);
        (this.weights, Scale) = TapFirst(node.Weights, this.outputs);
    }

    public IndependentLayer(DenseNode node)
    {
        (this.outputs, kernelHeight, kernelWidth, bias, wholeImage) = (node.Outputs, 1, 1, node.Bias, true);
        (this.weights, Scale) = TapFirst(node.Weights, this.outputs);
    }

    /// <summary>The scale of binary weights; null for real ones.</summary>
    public float? Scale { get; }

    public NodeValue Run(NodeValue input, Func<float, float, float, float> fusedMultiplyAdd)
    {
        float[] values = IndependentArithmetic.Numbers(input);
        NodeValue shape = wholeImage ? new NodeValue(1, 1, values.Length) : input;
        int height = ((shape.Height + (2 * padding) - kernelHeight) / stride) + 1;
        int width = ((shape.Width + (2 * padding) - kernelWidth) / stride) + 1;
        var result = new NodeValue(height, width, this.outputs);
        float[] sums = new float[height * width * this.outputs];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                Span<float> target = sums.AsSpan(((y * width) + x) * this.outputs, this.outputs);
                Accumulate(target, values, shape, (y * stride) - padding, (x * stride) - padding, fusedMultiplyAdd);
            }
        }

        // Sums of +-1 stay exact in fp32 below 2^24 terms.
        return Scale is { } scale ? result with { Dots = Array.ConvertAll(sums, s => (int)s), Scale = scale } : result with { Reals = AddBias(sums) };
    }

    private void Accumulate(Span<float> target, float[] values, NodeValue shape, int top, int left, Func<float, float, float, float> fusedMultiplyAdd)
    {
        int depth = shape.Channels / groups;
        int share = this.outputs / groups;
        int tap = 0;
        for (int y = top; y < top + kernelHeight; y++)
        {
            for (int x = left; x < left + kernelWidth; x++)
            {
                bool inside = y >= 0 && x >= 0 && y < shape.Height && x < shape.Width;
                for (int i = 0; i < depth; i++, tap++)
                {
                    for (int group = 0; group < groups; group++)
                    {
                        float value = inside ? values[(((y * shape.Width) + x) * shape.Channels) + (group * depth) + i] : Outside();
                        Add(target.Slice(group * share, share), value, this.weights.AsSpan((tap * this.outputs) + (group * share), share), fusedMultiplyAdd);
                    }
                }
            }
        }
    }

    private void Add(Span<float> target, float value, ReadOnlySpan<float> weights, Func<float, float, float, float> fusedMultiplyAdd)
    {
        if (Scale is not null)
        {
            for (int o = 0; o < target.Length; o++)
            {
                target[o] += value * weights[o];
            }

            return;
        }

        for (int o = 0; o < target.Length; o++)
        {
            target[o] = fusedMultiplyAdd(value, weights[o], target[o]);
        }
    }

    private float Outside() => paddingValue switch
    {
        PaddingValue.PlusOne => 1f,
        PaddingValue.MinusOne => -1f,
        _ => 0f,
    };

    private float[] AddBias(float[] sums)
    {
        for (int i = 0; bias is not null && i < sums.Length; i++)
        {
            sums[i] += bias[i % this.outputs];
        }

        return sums;
    }

    private static (float[] Weights, float? Scale) TapFirst(WeightSet weights, int outputs)
    {
        (float[] values, float? scale) = weights switch
        {
            RealWeights real => (real.Values, (float?)null),
            ClippedWeights clipped => IndependentScale.Binarize(clipped, outputs),
            BinarizedWeights signs => ([.. Enumerable.Range(0, signs.Count).Select(i => (signs.Bits[i >> 6] & (1UL << (i & 63))) == 0 ? 1f : -1f)], signs.Scale),
            _ => throw new NotSupportedException(),
        };
        int taps = values.Length / outputs;
        float[] turned = new float[values.Length];
        for (int o = 0; o < outputs; o++)
        {
            for (int t = 0; t < taps; t++)
            {
                turned[(t * outputs) + o] = values[(o * taps) + t];
            }
        }

        return (turned, scale);
    }
}
