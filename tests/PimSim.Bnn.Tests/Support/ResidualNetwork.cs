using PimSim.Core;

namespace PimSim.Bnn.Tests;

/// <summary>Small random graphs with branches: shortcuts, additions, batch norms without sign, padded and average pools, counts that are read out.</summary>
internal sealed class ResidualNetwork
{
    private readonly List<NetworkNode> nodes = [];
    private readonly Dictionary<string, ImageShape> shapes = new(StringComparer.Ordinal);
    private PhiloxStream random;

    private ResidualNetwork(ulong seed)
    {
        this.random = new PhiloxStream(seed, 3);
    }

    public static BnnNetwork Make(ulong seed) => new ResidualNetwork(seed).Build();

    private BnnNetwork Build()
    {
        var input = new ImageShape(3 + this.random.NextInt(5), 3 + this.random.NextInt(5), 1 + this.random.NextInt(3));
        shapes.Add(BnnNetwork.InputName, input);
        string stem = Convolution(BnnNetwork.InputName, 1 + this.random.NextInt(12), 1 + this.random.NextInt(3), 1, real: true);
        string x = Maybe(3) ? stem : Norm(stem);
        x = Maybe(3) ? MaxPool(x) : x;
        int blocks = 1 + this.random.NextInt(3);
        for (int b = 0; b < blocks; b++)
        {
            x = Block(x);
        }

        x = End(x);
        return new BnnNetwork
        {
            Name = "residual",
            Input = new InputEncoding
            {
                Height = input.Height,
                Width = input.Width,
                Channels = input.Channels,
                Mean = [.. Enumerable.Repeat(0.4, input.Channels)],
                Deviation = [.. Enumerable.Repeat(0.3, input.Channels)],
            },
            Classes = [.. Enumerable.Range(0, shapes[x].Count).Select(i => $"class {i}")],
            Nodes = nodes,
        };
    }

    private string Block(string x)
    {
        int stride = 1 + this.random.NextInt(2);
        int channels = Maybe(2) ? shapes[x].Channels : 1 + this.random.NextInt(12);
        string bits = SignOf(x);
        string y = Convolution(bits, channels, 3, stride, real: false);
        if (Maybe(2))
        {
            // A second convolution on thresholds, as in the basic block.
            string inner = Add(new SignNode { Name = Name("sign"), Inputs = [Norm(y)] }, shapes[y]);
            y = Convolution(inner, channels, 3, 1, real: false);
        }

        if (Maybe(5))
        {
            return Norm(y);
        }

        y = Maybe(4) ? y : Norm(y);
        string shortcut = stride == 1 && channels == shapes[x].Channels ? x : Shortcut(Maybe(2) ? bits : x, channels, stride);
        string[] both = Maybe(2) ? [y, shortcut] : [shortcut, y];
        return Add(new AddNode { Name = Name("add"), Inputs = both }, shapes[y]);
    }

    private string Shortcut(string from, int channels, int stride)
    {
        bool binary = nodes.Find(n => string.Equals(n.Name, from, StringComparison.Ordinal)) is SignNode;
        string y = Convolution(from, channels, 1, stride, real: !binary);
        return Maybe(3) ? y : Norm(y);
    }

    private string SignOf(string x)
    {
        x = Maybe(3) ? Norm(x) : x;
        x = Maybe(5) ? MaxPool(x, stride: 1) : x;
        return Add(new SignNode { Name = Name("sign"), Inputs = [x] }, shapes[x]);
    }

    private string End(string x)
    {
        ImageShape s = shapes[x];
        if (Maybe(2))
        {
            int size = 1 + this.random.NextInt(Math.Min(s.Height, s.Width));
            int stride = 1 + this.random.NextInt(2);
            x = Add(
                new AveragePoolNode { Name = Name("average"), Inputs = [x], Size = size, Stride = stride },
                new ImageShape(((s.Height - size) / stride) + 1, ((s.Width - size) / stride) + 1, s.Channels));
        }

        bool binary = Maybe(3);
        x = binary ? SignOf(x) : x;
        if (!binary && shapes[x].Count < 256 && Maybe(4))
        {
            return Maybe(2) ? Norm(x) : x;
        }

        int count = shapes[x].Count * 3;
        return Add(
            new DenseNode { Name = Name("dense"), Inputs = [x], Outputs = 3, Weights = binary ? Signs(count) : new RealWeights(Values(count)), Bias = binary || Maybe(2) ? null : Values(3) },
            new ImageShape(1, 1, 3));
    }

    private string Convolution(string from, int channels, int kernel, int stride, bool real)
    {
        ImageShape s = shapes[from];
        int padding = kernel / 2;
        kernel = Math.Min(kernel, Math.Min(s.Height, s.Width) + (2 * padding));
        int count = channels * kernel * kernel * s.Channels;
        return Add(
            new ConvolutionNode
            {
                Name = Name("conv"),
                Inputs = [from],
                OutChannels = channels,
                KernelHeight = kernel,
                KernelWidth = kernel,
                Stride = stride,
                Padding = padding,
                PaddingValue = Maybe(4) ? PaddingValue.MinusOne : PaddingValue.Zero,
                Groups = 1,
                Weights = real ? new RealWeights(Values(count)) : Maybe(2) ? Signs(count) : new ClippedWeights(Values(count), -0.6f, 0.5f),
            },
            new ImageShape(((s.Height + (2 * padding) - kernel) / stride) + 1, ((s.Width + (2 * padding) - kernel) / stride) + 1, channels));
    }

    private string MaxPool(string from, int stride = 0)
    {
        ImageShape s = shapes[from];
        int padding = stride == 1 ? 1 : this.random.NextInt(2);
        int size = Math.Min(padding + 1 + this.random.NextInt(2), Math.Min(s.Height, s.Width) + (2 * padding));
        size = stride == 1 ? 3 : size;
        stride = stride == 0 ? 1 + this.random.NextInt(2) : stride;
        return Add(
            new MaxPoolNode { Name = Name("pool"), Inputs = [from], Size = size, Stride = stride, Padding = padding },
            new ImageShape(((s.Height + (2 * padding) - size) / stride) + 1, ((s.Width + (2 * padding) - size) / stride) + 1, s.Channels));
    }

    private string Norm(string from)
    {
        int channels = shapes[from].Channels;
        return Add(
            new BatchNormNode
            {
                Name = Name("norm"),
                Inputs = [from],
                Gamma = Values(channels),
                Beta = Values(channels),
                Mean = Values(channels),
                Variance = Array.ConvertAll(Values(channels), v => MathF.Abs(v) * 4f),
                Epsilon = 1e-3f,
            },
            shapes[from]);
    }

    private BinarizedWeights Signs(int count)
    {
        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            bits[i / 64] |= (ulong)this.random.NextInt(2) << (i % 64);
        }

        return new BinarizedWeights(bits, count, Maybe(4) ? 1f : this.random.NextSingle());
    }

    private float[] Values(int count)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (this.random.NextSingle() * 2f) - 1f;
        }

        return values;
    }

    /// <summary>True once in <paramref name="times"/> times.</summary>
    private bool Maybe(int times) => this.random.NextInt(times) == 0;

    private string Name(string kind) => $"{kind}{nodes.Count}";

    private string Add(NetworkNode node, ImageShape shape)
    {
        nodes.Add(node);
        shapes.Add(node.Name, shape);
        return node.Name;
    }
}
