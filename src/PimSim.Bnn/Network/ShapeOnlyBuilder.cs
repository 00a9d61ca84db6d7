using System.Globalization;
using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Strings layers together whose bits are drawn by Philox: key by seed and layer, counter by place, so that a layer does not depend on others.</summary>
internal sealed class ShapeOnlyBuilder
{
    /// <summary>Real weights are +-2^-5: of a usual size, and exact.</summary>
    private const float RealMagnitude = 1f / 32;

    private readonly string name;
    private readonly ulong seed;
    private readonly InputEncoding input;
    private readonly List<NetworkNode> nodes = [];
    private ImageShape shape;
    private string here = BnnNetwork.InputName;
    private string layer = "";
    private int fanIn;

    public ShapeOnlyBuilder(string name, ulong seed, int height, int width, int channels)
    {
        this.name = name;
        this.seed = seed;
        shape = new ImageShape(height, width, channels);
        input = new InputEncoding
        {
            Height = height,
            Width = width,
            Channels = channels,
            Mean = [.. Enumerable.Repeat(0.5, channels)],
            Deviation = [.. Enumerable.Repeat(0.5, channels)],
        };
    }

    /// <summary>The node that the next one takes, and its shape.</summary>
    public (string Node, ImageShape Shape) Here => (here, shape);

    /// <summary>The next node takes that one.</summary>
    public ShapeOnlyBuilder From((string Node, ImageShape Shape) place)
    {
        (here, shape) = place;
        return this;
    }

    public ShapeOnlyBuilder RealConvolution(string layerName, int channels, int kernel, int padding) => Convolution(layerName, channels, kernel, padding, 1, Real);

    public ShapeOnlyBuilder BinaryConvolution(string layerName, int channels, int kernel, int padding, int stride = 1) =>
        Convolution(layerName, channels, kernel, padding, stride, Binary);

    public ShapeOnlyBuilder RealDense(string layerName, int outputs) => Dense(layerName, outputs, Real);

    public ShapeOnlyBuilder BinaryDense(string layerName, int outputs) => Dense(layerName, outputs, Binary);

    public ShapeOnlyBuilder Pool() =>
        Append(new MaxPoolNode { Name = layer + "-pool", Inputs = [here], Size = 2, Stride = 2 }, new ImageShape(shape.Height / 2, shape.Width / 2, shape.Channels));

    /// <summary>Averages whole images of that many rows and columns.</summary>
    public ShapeOnlyBuilder AveragePool(int size) =>
        Append(new AveragePoolNode { Name = "average", Inputs = [here], Size = size, Stride = size }, new ImageShape(1, 1, shape.Channels));

    public ShapeOnlyBuilder Sign(string name) => Append(new SignNode { Name = name + "-sign", Inputs = [here] }, shape);

    public ShapeOnlyBuilder Add(string name, string first, string second) => Append(new AddNode { Name = name, Inputs = [first, second] }, shape);

    public ShapeOnlyBuilder NormAndSign() => Norm().Sign(layer);

    public ShapeOnlyBuilder Norm() => Append(
        new BatchNormNode
        {
            Name = layer + "-norm",
            Inputs = [here],
            Gamma = Filled(1),
            Beta = Filled(0),
            Mean = Filled(0),
            Variance = Filled(fanIn),
            Epsilon = 0,
        },
        shape);

    public BnnNetwork Build() => new()
    {
        Name = name,
        Input = input,
        Classes = [.. Enumerable.Range(0, shape.Count).Select(i => i.ToString(CultureInfo.InvariantCulture))],
        Nodes = nodes,
        IsShapeOnly = true,
    };

    private ShapeOnlyBuilder Convolution(string layerName, int channels, int kernel, int padding, int stride, Func<int, WeightSet> weights)
    {
        Begin(layerName, kernel * kernel * shape.Channels);
        int border = (2 * padding) - kernel;
        return Append(
            new ConvolutionNode
            {
                Name = layer,
                Inputs = [here],
                OutChannels = channels,
                KernelHeight = kernel,
                KernelWidth = kernel,
                Stride = stride,
                Padding = padding,
                PaddingValue = PaddingValue.Zero,
                Groups = 1,
                Weights = weights(channels * fanIn),
            },
            new ImageShape(((shape.Height + border) / stride) + 1, ((shape.Width + border) / stride) + 1, channels));
    }

    private ShapeOnlyBuilder Dense(string layerName, int outputs, Func<int, WeightSet> weights)
    {
        Begin(layerName, shape.Count);
        return Append(new DenseNode { Name = layer, Inputs = [here], Outputs = outputs, Weights = weights(outputs * fanIn) }, new ImageShape(1, 1, outputs));
    }

    private ShapeOnlyBuilder Append(NetworkNode node, ImageShape output)
    {
        nodes.Add(node);
        (here, shape) = (node.Name, output);
        return this;
    }

    private void Begin(string layerName, int positions)
    {
        layer = layerName;
        fanIn = positions;
    }

    private float[] Filled(float value)
    {
        float[] result = new float[shape.Channels];
        Array.Fill(result, value);
        return result;
    }

    private BinarizedWeights Binary(int count) => new(Signs(count), count, 1);

    private RealWeights Real(int count)
    {
        ulong[] signs = Signs(count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = ((signs[i / 64] >> (i % 64)) & 1) != 0 ? -RealMagnitude : RealMagnitude;
        }

        return new RealWeights(values);
    }

    /// <summary>Packed signs of the layer at hand; bits beyond the last are 0.</summary>
    private ulong[] Signs(int count)
    {
        ulong key = Philox.DeriveKey(seed, (ulong)nodes.Count);
        ulong[] words = new ulong[(count + 63) / 64];
        for (int i = 0; i < words.Length; i += 2)
        {
            (uint w0, uint w1, uint w2, uint w3) = Philox.Block(key, (ulong)i, 0);
            words[i] = w0 | ((ulong)w1 << 32);
            if (i + 1 < words.Length)
            {
                words[i + 1] = w2 | ((ulong)w3 << 32);
            }
        }

        if (count % 64 != 0)
        {
            words[^1] &= (1UL << (count % 64)) - 1;
        }

        return words;
    }
}
