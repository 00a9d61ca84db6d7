using PimSim.Core;
using PimSim.Driver;

namespace PimSim.Bnn.Tests;

/// <summary>Small random chain networks: every order of a block, every kind of weights, parameters that make ties.</summary>
internal sealed class RandomNetwork
{
    private static readonly float[] Palette = [0f, 1f, -1f, 0.5f, -0.5f, 0.1f, -0.3f, 2f, -3f, 1e-7f, 0.33333334f, -0f];
    private PhiloxStream random;
    private readonly List<NetworkNode> nodes = [];
    private (int Height, int Width, int Channels) shape;

    private readonly bool folded;

    // The planes of the activations, where they have some: padding must be a number that they hold.
    private BitPlanes? held;

    private RandomNetwork(ulong seed, bool folded)
    {
        this.folded = folded;
        this.random = new PhiloxStream(seed, 0);
    }

    public static BnnNetwork Make(ulong seed) => new RandomNetwork(seed, folded: false).Build();

    /// <summary>A network as one that was trained and folded elsewhere: whole numbers as input, integer thresholds, any read-out.</summary>
    public static BnnNetwork MakeFolded(ulong seed) => new RandomNetwork(seed, folded: true).Build();

    public static byte[] Image(BnnNetwork network, ulong seed)
    {
        var random = new PhiloxStream(seed, 1);
        byte[] pixels = new byte[network.Input.Height * network.Input.Width * network.Input.Channels];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)random.NextInt(256);
        }

        return pixels;
    }

    private BnnNetwork Build()
    {
        shape = (3 + this.random.NextInt(6), 3 + this.random.NextInt(6), 1 + this.random.NextInt(3));
        InputEncoding input = this.folded ? WholeNumbers() : new InputEncoding
        {
            Height = shape.Height,
            Width = shape.Width,
            Channels = shape.Channels,
            Mean = [.. Enumerable.Range(0, shape.Channels).Select(_ => (double)this.random.NextSingle())],
            Deviation = [.. Enumerable.Range(0, shape.Channels).Select(_ => this.random.NextSingle() + 0.25)],
        };
        this.held = input.Planes;
        int blocks = 1 + this.random.NextInt(4);
        for (int b = 0; b < blocks; b++)
        {
            Block(first: b == 0, last: b == blocks - 1);
        }

        return new BnnNetwork
        {
            Name = "random",
            Input = input,
            Nodes = nodes,
            ReadOut = ReadOut(shape.Height * shape.Width * shape.Channels),
            Classes = [.. Enumerable.Range(0, shape.Height * shape.Width * shape.Channels).Select(i => $"class {i}")],
        };
    }

    private InputEncoding WholeNumbers()
    {
        int[] levels = this.random.NextInt(5) switch
        {
            0 => PixelLevels.Bits(this.random.NextInt(256)),
            1 => PixelLevels.FixedPoint(8, 7),
            2 => PixelLevels.FixedPoint(2 + this.random.NextInt(4), this.random.NextInt(3)),
            3 => Table(shape.Channels, this.random.NextInt(3), 2),
            _ => Table(shape.Channels, 40, 1 + this.random.NextInt(60)),
        };
        return new InputEncoding { Height = shape.Height, Width = shape.Width, Channels = shape.Channels, Levels = levels };
    }

    private int[] Table(int channels, int below, int range)
    {
        int[] table = new int[PixelLevels.Count * channels];
        for (int i = 0; i < table.Length; i++)
        {
            table[i] = this.random.NextInt(range + 1) - this.random.NextInt(below + 1);
        }

        return table;
    }

    private ReadOut ReadOut(int classes) => (this.folded ? this.random.NextInt(3) : 0) switch
    {
        0 => new ArgMaxReadOut(),
        1 => new AffineReadOut([.. Values(classes, coarse: true).Select(v => (double)v)], [.. Values(classes, coarse: false).Select(v => (double)v)]),
        _ => new HighestSetReadOut(Thresholds(classes, 4)),
    };

    private DotThreshold[] Thresholds(int count, int range)
    {
        var thresholds = new DotThreshold[count];
        for (int i = 0; i < count; i++)
        {
            int limit = this.random.NextInt(12) == 0 ? int.MaxValue : this.random.NextInt((2 * range) + 1) - range;
            thresholds[i] = new DotThreshold(this.random.NextInt(12) == 0 ? int.MinValue : limit, this.random.NextInt(2) == 0);
        }

        return thresholds;
    }

    private void Block(bool first, bool last)
    {
        bool real = this.folded ? this.random.NextInt(8) == 0 : first || this.random.NextInt(4) == 0;
        Layer(real);
        this.held = null;
        bool sign = !last || this.random.NextInt(3) == 0;
        bool norm = sign && this.random.NextInt(4) > 0;
        if (this.folded && sign && LastWeights() is BinarizedWeights { Scale: 1f })
        {
            (norm, sign) = (false, false);
            Pool(this.random.NextInt(3) == 0);
            DotThreshold[] thresholds = Thresholds(shape.Channels, this.random.NextInt(2) == 0 ? 4 : 60);
            if (this.random.NextInt(2) == 0)
            {
                Levels();
            }
            else
            {
                Add(name => new ThresholdNode { Name = name, Inputs = Inputs(), Thresholds = thresholds });
            }

            Pool(this.random.NextInt(4) == 0 && nodes[^2] is not MaxPoolNode);
            return;
        }

        int poolAt = this.random.NextInt(5);
        Pool(poolAt == 0);
        if (norm)
        {
            BatchNorm();
        }

        Pool(poolAt == 1);
        if (sign)
        {
            Add(name => new SignNode { Name = name, Inputs = Inputs() });
        }

        Pool(poolAt == 2);
    }

    private void Levels()
    {
        int each = 1 + this.random.NextInt(5);
        bool atMost = this.random.NextInt(4) == 0;
        int offset = this.random.NextInt(5) - 3;
        this.held = BitPlanes.Holding(offset, offset + each);
        DotThreshold[] thresholds = [.. Thresholds(shape.Channels * each, 20).Select(t => t with { AtMost = atMost })];
        Add(name => new MultiThresholdNode { Name = name, Inputs = Inputs(), PerChannel = each, Offset = offset, Thresholds = thresholds });
    }

    private WeightSet LastWeights() => nodes[^1] is DenseNode dense ? dense.Weights : ((ConvolutionNode)nodes[^1]).Weights;

    private void Layer(bool real)
    {
        if (this.random.NextInt(3) == 0)
        {
            int outputs = 1 + this.random.NextInt(6);
            int inputs = shape.Height * shape.Width * shape.Channels;
            WeightSet weights = Weights(real, inputs * outputs);
            Add(name => new DenseNode
            {
                Name = name,
                Inputs = Inputs(),
                Outputs = outputs,
                Weights = weights,
                Bias = real && this.random.NextInt(2) == 0 ? Values(outputs, coarse: false) : null,
            });
            shape = (1, 1, outputs);
            return;
        }

        int groups = shape.Channels % 2 == 0 && this.random.NextInt(2) == 0 ? 2 : 1;
        int channels = groups * (1 + this.random.NextInt(4));
        int padding = this.random.NextInt(3);
        padding = this.held is { } planes && !(planes.Holds(-1) && planes.Holds(1)) ? 0 : padding;
        int kernelHeight = 1 + this.random.NextInt(Math.Min(4, shape.Height + (2 * padding)));
        int kernelWidth = 1 + this.random.NextInt(Math.Min(4, shape.Width + (2 * padding)));
        int stride = 1 + this.random.NextInt(2);
        WeightSet set = Weights(real, channels * kernelHeight * kernelWidth * (shape.Channels / groups));
        Add(name => new ConvolutionNode
        {
            Name = name,
            Inputs = Inputs(),
            OutChannels = channels,
            KernelHeight = kernelHeight,
            KernelWidth = kernelWidth,
            Stride = stride,
            Padding = padding,
            PaddingValue = (PaddingValue)this.random.NextInt(3),
            Groups = groups,
            Weights = set,
        });
        shape = (((shape.Height + (2 * padding) - kernelHeight) / stride) + 1, ((shape.Width + (2 * padding) - kernelWidth) / stride) + 1, channels);
    }

    private void Pool(bool wanted)
    {
        if (!wanted)
        {
            return;
        }

        int size = 1 + this.random.NextInt(Math.Min(3, Math.Min(shape.Height, shape.Width)));
        int stride = 1 + this.random.NextInt(3);
        Add(name => new MaxPoolNode { Name = name, Inputs = Inputs(), Size = size, Stride = stride });
        shape = (((shape.Height - size) / stride) + 1, ((shape.Width - size) / stride) + 1, shape.Channels);
    }

    private void BatchNorm()
    {
        bool coarse = this.random.NextInt(2) == 0;
        float[] variance = Array.ConvertAll(Values(shape.Channels, coarse), MathF.Abs);
        Add(name => new BatchNormNode
        {
            Name = name,
            Inputs = Inputs(),
            Gamma = Values(shape.Channels, coarse),
            Beta = Values(shape.Channels, coarse),
            Mean = Values(shape.Channels, coarse),
            Variance = variance,
            Epsilon = coarse ? 0.25f : 1e-5f,
        });
    }

    private WeightSet Weights(bool real, int count)
    {
        if (real)
        {
            return new RealWeights(Values(count, coarse: this.random.NextInt(2) == 0));
        }

        if (this.random.NextInt(2) == 0)
        {
            (float lower, float upper) = this.random.NextInt(4) == 0 ? (0.2f, 0.1f) : (-0.5f, 0.4f);
            return new ClippedWeights(Values(count, coarse: this.random.NextInt(4) == 0), lower, upper);
        }

        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            bits[i / 64] |= (ulong)this.random.NextInt(2) << (i % 64);
        }

        return new BinarizedWeights(bits, count, this.folded && this.random.NextInt(4) > 0 ? 1f : this.random.NextInt(6) == 0 ? 0f : this.random.NextSingle());
    }

    private float[] Values(int count, bool coarse)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = coarse ? Palette[this.random.NextInt(Palette.Length)] : (this.random.NextSingle() * 2f) - 1f;
        }

        return values;
    }

    private void Add(Func<string, NetworkNode> make) => nodes.Add(make($"node{nodes.Count}"));

    private string[] Inputs() => [nodes.Count == 0 ? BnnNetwork.InputName : nodes[^1].Name];
}
