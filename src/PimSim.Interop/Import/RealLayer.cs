using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>Layers of real weights: first ones on pixels, last ones on bits. Their sums are fp32 numbers.</summary>
internal static class RealLayer
{
    private const int MaxLevel = 1 << 16;

    /// <summary>Whether weights, outputs x columns, are more than one number and its negative in a row.</summary>
    public static bool IsNeeded(OnnxConstant weights, int outputs, int columns)
    {
        for (int row = 0; row < outputs; row++)
        {
            Surd first = weights[row * columns];
            Surd negative = -first;
            for (int i = row * columns; i < (row + 1) * columns; i++)
            {
                if (!weights[i].Equals(first) && !weights[i].Equals(negative))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>A dense layer; weights are outputs x inputs in the graph's order.</summary>
    public static LayerActivation Dense(NetworkBuilder network, OnnxNode node, Activation value, OnnxConstant weights, int outputs)
    {
        int inputs = value.Places.Length;
        (Surd scale, int[] signs) = Input(network, node, value);
        float[] values = new float[outputs * inputs];
        for (int i = 0; i < values.Length; i++)
        {
            int place = value.Places[i % inputs];
            values[(i / inputs * inputs) + place] = Single(node, weights[i]) * signs[place % value.Image.Channels];
        }

        network.Nodes.Add(new DenseNode { Name = network.NameFor(node), Inputs = network.Last, Outputs = outputs, Weights = new RealWeights(values) });
        return Result(network, new ImageShape(1, 1, outputs), scale);
    }

    /// <summary>A convolution without groups; weights are outputs x columns, columns in the order kernel row, kernel column, channel.</summary>
    public static LayerActivation Convolution(NetworkBuilder network, OnnxNode node, Activation value, ConvolutionWindow window, OnnxConstant weights, int outputs)
    {
        (int height, int width) = window.Over(node, value.Image, outputs);
        (Surd scale, int[] signs) = Input(network, node, value);
        int depth = value.Image.Channels / window.Groups;
        float[] values = new float[weights.Count];
        int columns = values.Length / outputs;
        for (int i = 0; i < values.Length; i++)
        {
            int group = i / columns / (outputs / window.Groups);
            values[i] = Single(node, weights[i]) * signs[(group * depth) + (i % columns % depth)];
        }

        network.Nodes.Add(ConvolutionLayer.Node(network, node, window, outputs, pad: 0, new RealWeights(values)));
        return Result(network, new ImageShape(height, width, outputs), scale);
    }

    private static LayerActivation Result(NetworkBuilder network, ImageShape image, Surd scale) => new()
    {
        Shape = image.Height == 1 && image.Width == 1 ? [1, image.Channels] : [1, image.Height, image.Width, image.Channels],
        Places = [.. Enumerable.Range(0, image.Count)],
        Image = image,
        Node = network.LastIndex,
        IsReal = true,
        IsQuantized = false,
        Least = 0,
        Most = 0,
        Step = 1,
        Scale = [.. Enumerable.Repeat(scale, image.Channels)],
        Offset = [.. Enumerable.Repeat(Surd.Zero, image.Channels)],
    };

    /// <summary>What the layer takes: numbers times one scale, and a sign of each channel that goes into the weights.</summary>
    private static (Surd Scale, int[] Signs) Input(NetworkBuilder network, OnnxNode node, Activation value)
    {
        network.RequireHead(node, value);
        if (value is PixelActivation pixels)
        {
            Pixels(network, node, pixels);
            return (Surd.One, [.. Enumerable.Repeat(1, value.Image.Channels)]);
        }

        if (value is not LayerActivation { IsBits: true } bits)
        {
            throw ImportFault.Of("PIM1125", node, "takes the results of another layer without a quantizer between", "put LceQuantize before it: layers of real weights are taken on pixels and on bits");
        }

        Surd scale = bits.Scale[0].Sign < 0 ? -bits.Scale[0] : bits.Scale[0];
        return scale.Sign > 0 && Array.TrueForAll(bits.Offset, o => o.Sign == 0) && Array.TrueForAll(bits.Scale, s => s.Equals(scale) || s.Equals(-scale))
            ? (scale, Array.ConvertAll(bits.Scale, s => s.Sign))
            : throw ImportFault.Of("PIM1126", node, "takes activations whose scales differ between channels, or which are not centred", "use -1 and +1 before a layer of real weights");
    }

    private static void Pixels(NetworkBuilder network, OnnxNode node, PixelActivation pixels)
    {
        Rational?[] all = [.. pixels.Tables.SelectMany(table => table.Select(v => v.Fraction))];
        if (Array.TrueForAll(all, v => v is { IsWhole: true } n && n <= MaxLevel && n >= -MaxLevel))
        {
            network.Levels = Array.ConvertAll(all, v => (int)v!.Value.Numerator);
            return;
        }

        // Numbers of the graph that are changed before this layer would have to be rounded as the trainer rounded them.
        network.RealPixels = pixels.Real is not null && ReferenceEquals(pixels.Tables, pixels.Given)
            ? pixels.Real
            : throw ImportFault.Of("PIM1165", node, "takes pixels that are changed before this layer of real weights", "say with the layer map how pixels are normalized, and leave that out of the model");
    }

    private static float Single(OnnxNode node, Surd weight)
    {
        float value = (float)weight.ToDouble();
        return Surd.From(value).Equals(weight) ? value : throw LarqFault.Operand(node, $"has the weight {weight}, which is no number of single precision");
    }
}
