namespace PimSim.Bnn.Tests.Independent;

/// <summary>
/// What a network means, written a second time: node by node, sharing only the graph records with the code under test.
/// A normalized value is known by its sign, decided in rationals; a maximum of such values is at least 0 iff one is.
/// </summary>
internal sealed class IndependentEvaluator
{
    private readonly BnnNetwork network;
    private readonly Func<float, float, float, float> fusedMultiplyAdd;
    private readonly Dictionary<string, Func<NodeValue, NodeValue>> nodes = new(StringComparer.Ordinal);

    /// <param name="network">The network.</param>
    /// <param name="exactSums">Whether sums are rounded by our own integer arithmetic (slow) or the machine's FMA.</param>
    public IndependentEvaluator(BnnNetwork network, bool exactSums)
    {
        this.network = network;
        fusedMultiplyAdd = exactSums ? ExactFusedMultiplyAdd.Of : MathF.FusedMultiplyAdd;
        foreach (NetworkNode node in network.Nodes)
        {
            if (node is not AddNode)
            {
                nodes.Add(node.Name, Prepare(node));
            }
        }
    }

    /// <summary>The output of every node for an image of 8-bit pixels.</summary>
    public Dictionary<string, NodeValue> Run(ReadOnlySpan<byte> pixels)
    {
        InputEncoding encoding = this.network.Input;
        float[] image = new float[pixels.Length];
        for (int i = 0; i < image.Length; i++)
        {
            int channel = i % encoding.Channels;
            image[i] = encoding.Levels is { } levels
                ? levels[(channel * 256 % levels.Length) + pixels[i]]
                : (float)(((pixels[i] / 255.0) - encoding.Mean[channel]) / encoding.Deviation[channel]);
        }

        var values = new Dictionary<string, NodeValue>(StringComparer.Ordinal)
        {
            [BnnNetwork.InputName] = new(encoding.Height, encoding.Width, encoding.Channels) { Reals = image },
        };
        foreach (NetworkNode node in this.network.Nodes)
        {
            values.Add(node.Name, node is AddNode
                ? IndependentArithmetic.Add(values[node.Inputs[0]], values[node.Inputs[1]])
                : nodes[node.Name](values[node.Inputs[0]]));
        }

        return values;
    }

    /// <summary>The class, by the network's read-out.</summary>
    public int Predict(ReadOnlySpan<byte> pixels)
    {
        NodeValue last = Run(pixels)[this.network.Nodes[^1].Name];
        double[] scores = last.Reals is not null ? Array.ConvertAll(last.Reals, r => (double)r)
            : last.Levels is not null ? Array.ConvertAll(last.Levels, l => (double)l)
            : last.Dots is not null ? Array.ConvertAll(last.Dots, d => (double)d)
            : Array.ConvertAll(last.Signs!, s => s ? 1.0 : -1.0);
        switch (this.network.ReadOut)
        {
            case HighestSetReadOut highest:
                return Enumerable.Range(0, scores.Length).LastOrDefault(c => Fires(highest.Thresholds[c], scores[c]));
            case AffineReadOut affine:
                Fraction[] values = [.. scores.Select((s, c) => (Fraction.Of((float)s) * Fraction.Of((float)affine.Scale[c])) + Fraction.Of((float)affine.Offset[c]))];
                return Array.FindIndex(values, v => values.All(other => v.CompareTo(other) >= 0));
            default:
                return Array.IndexOf(scores, scores.Max());
        }
    }

    private Func<NodeValue, NodeValue> Prepare(NetworkNode node)
    {
        switch (node)
        {
            case ConvolutionNode convolution:
                var layer = new IndependentLayer(convolution);
                return input => layer.Run(input, fusedMultiplyAdd);
            case DenseNode dense:
                var full = new IndependentLayer(dense);
                return input => full.Run(input, fusedMultiplyAdd);
            case BatchNormNode norm:
                return new IndependentNorm(norm).Run;
            case MaxPoolNode pool:
                return input => Pool(pool, input);
            case AveragePoolNode pool:
                return input => IndependentArithmetic.Average(pool, input);
            case SignNode:
                return Sign;
            case ThresholdNode threshold:
                return input => new NodeValue(input.Height, input.Width, input.Channels)
                {
                    Signs = [.. input.Dots!.Select((d, i) => Fires(threshold.Thresholds[i % input.Channels], d))],
                };
            case MultiThresholdNode several:
                return input => new NodeValue(input.Height, input.Width, input.Channels)
                {
                    Levels = [.. input.Dots!.Select((d, i) =>
                        several.Offset + several.Thresholds.Where((t, k) => k / several.PerChannel == i % input.Channels && Fires(t, d)).Count())],
                };
            default:
                throw new NotSupportedException(node.GetType().Name);
        }
    }

    private static bool Fires(DotThreshold threshold, double value) => threshold.AtMost ? value <= threshold.Limit : value >= threshold.Limit;

    private static NodeValue Sign(NodeValue input)
    {
        bool[] signs = input.AtLeastZero
            ?? (input.Reals is { } reals
                ? Array.ConvertAll(reals, r => r >= 0f)
                : Array.ConvertAll(input.Dots!, d => (Fraction.Of(input.Scale) * d).CompareTo(Fraction.Zero) >= 0));
        return new NodeValue(input.Height, input.Width, input.Channels) { Signs = signs };
    }

    private static NodeValue Pool(MaxPoolNode pool, NodeValue input)
    {
        int height = ((input.Height + (2 * pool.Padding) - pool.Size) / pool.Stride) + 1;
        int width = ((input.Width + (2 * pool.Padding) - pool.Size) / pool.Stride) + 1;
        return new NodeValue(height, width, input.Channels)
        {
            Scale = input.Scale,
            Reals = Maxima(input.Reals),
            Dots = Maxima(input.Dots),
            AtLeastZero = Maxima(input.AtLeastZero),
            Signs = Maxima(input.Signs),
            Levels = Maxima(input.Levels),
        };

        T[]? Maxima<T>(T[]? values)
            where T : IComparable<T>
        {
            return values is null ? null : [.. Enumerable.Range(0, height * width * input.Channels).Select(i =>
                Window(i / input.Channels / width, i / input.Channels % width).Max(p => values[(p * input.Channels) + (i % input.Channels)])!)];
        }

        IEnumerable<int> Window(int y, int x) =>
            from dy in Enumerable.Range(0, pool.Size)
            from dx in Enumerable.Range(0, pool.Size)
            let row = (y * pool.Stride) + dy - pool.Padding
            let column = (x * pool.Stride) + dx - pool.Padding
            where row >= 0 && row < input.Height && column >= 0 && column < input.Width
            select (row * input.Width) + column;
    }
}
