using PimSim.Core;

namespace PimSim.Bnn.Tests;

/// <summary>Small random chain networks: every order of a block, every kind of weights, parameters that make ties.</summary>
internal sealed class RandomNetwork
{
    private static readonly float[] Palette = [0f, 1f, -1f, 0.5f, -0.5f, 0.1f, -0.3f, 2f, -3f, 1e-7f, 0.33333334f, -0f];
    private PhiloxStream _random;
    private readonly List<NetworkNode> _nodes = [];
    private (int Height, int Width, int Channels) _shape;

    private RandomNetwork(ulong seed)
    {
        _random = new PhiloxStream(seed, 0);
    }

    public static BnnNetwork Make(ulong seed) => new RandomNetwork(seed).Build();

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
        _shape = (3 + _random.NextInt(6), 3 + _random.NextInt(6), 1 + _random.NextInt(3));
        var input = new InputEncoding
        {
            Height = _shape.Height,
            Width = _shape.Width,
            Channels = _shape.Channels,
            Mean = [.. Enumerable.Range(0, _shape.Channels).Select(_ => (double)_random.NextSingle())],
            Deviation = [.. Enumerable.Range(0, _shape.Channels).Select(_ => _random.NextSingle() + 0.25)],
        };
        int blocks = 1 + _random.NextInt(4);
        for (int b = 0; b < blocks; b++)
        {
            Block(first: b == 0, last: b == blocks - 1);
        }

        return new BnnNetwork
        {
            Name = "random",
            Input = input,
            Nodes = _nodes,
            Classes = [.. Enumerable.Range(0, _shape.Height * _shape.Width * _shape.Channels).Select(i => $"class {i}")],
        };
    }

    private void Block(bool first, bool last)
    {
        bool real = first || _random.NextInt(4) == 0;
        Layer(real);
        bool sign = !last || _random.NextInt(3) == 0;
        bool norm = sign && _random.NextInt(4) > 0;
        int poolAt = _random.NextInt(5);
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

    private void Layer(bool real)
    {
        if (_random.NextInt(3) == 0)
        {
            int outputs = 1 + _random.NextInt(6);
            int inputs = _shape.Height * _shape.Width * _shape.Channels;
            WeightSet weights = Weights(real, inputs * outputs);
            Add(name => new DenseNode
            {
                Name = name,
                Inputs = Inputs(),
                Outputs = outputs,
                Weights = weights,
                Bias = real && _random.NextInt(2) == 0 ? Values(outputs, coarse: false) : null,
            });
            _shape = (1, 1, outputs);
            return;
        }

        int groups = _shape.Channels % 2 == 0 && _random.NextInt(2) == 0 ? 2 : 1;
        int channels = groups * (1 + _random.NextInt(4));
        int padding = _random.NextInt(3);
        int kernelHeight = 1 + _random.NextInt(Math.Min(4, _shape.Height + (2 * padding)));
        int kernelWidth = 1 + _random.NextInt(Math.Min(4, _shape.Width + (2 * padding)));
        int stride = 1 + _random.NextInt(2);
        WeightSet set = Weights(real, channels * kernelHeight * kernelWidth * (_shape.Channels / groups));
        Add(name => new ConvolutionNode
        {
            Name = name,
            Inputs = Inputs(),
            OutChannels = channels,
            KernelHeight = kernelHeight,
            KernelWidth = kernelWidth,
            Stride = stride,
            Padding = padding,
            PaddingValue = (PaddingValue)_random.NextInt(3),
            Groups = groups,
            Weights = set,
        });
        _shape = (((_shape.Height + (2 * padding) - kernelHeight) / stride) + 1, ((_shape.Width + (2 * padding) - kernelWidth) / stride) + 1, channels);
    }

    private void Pool(bool wanted)
    {
        if (!wanted)
        {
            return;
        }

        int size = 1 + _random.NextInt(Math.Min(3, Math.Min(_shape.Height, _shape.Width)));
        int stride = 1 + _random.NextInt(3);
        Add(name => new MaxPoolNode { Name = name, Inputs = Inputs(), Size = size, Stride = stride });
        _shape = (((_shape.Height - size) / stride) + 1, ((_shape.Width - size) / stride) + 1, _shape.Channels);
    }

    private void BatchNorm()
    {
        bool coarse = _random.NextInt(2) == 0;
        float[] variance = Array.ConvertAll(Values(_shape.Channels, coarse), MathF.Abs);
        Add(name => new BatchNormNode
        {
            Name = name,
            Inputs = Inputs(),
            Gamma = Values(_shape.Channels, coarse),
            Beta = Values(_shape.Channels, coarse),
            Mean = Values(_shape.Channels, coarse),
            Variance = variance,
            Epsilon = coarse ? 0.25f : 1e-5f,
        });
    }

    private WeightSet Weights(bool real, int count)
    {
        if (real)
        {
            return new RealWeights(Values(count, coarse: _random.NextInt(2) == 0));
        }

        if (_random.NextInt(2) == 0)
        {
            (float lower, float upper) = _random.NextInt(4) == 0 ? (0.2f, 0.1f) : (-0.5f, 0.4f);
            return new ClippedWeights(Values(count, coarse: _random.NextInt(4) == 0), lower, upper);
        }

        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            bits[i / 64] |= (ulong)_random.NextInt(2) << (i % 64);
        }

        return new BinarizedWeights(bits, count, _random.NextInt(6) == 0 ? 0f : _random.NextSingle());
    }

    private float[] Values(int count, bool coarse)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = coarse ? Palette[_random.NextInt(Palette.Length)] : (_random.NextSingle() * 2f) - 1f;
        }

        return values;
    }

    private void Add(Func<string, NetworkNode> make) => _nodes.Add(make($"node{_nodes.Count}"));

    private string[] Inputs() => [_nodes.Count == 0 ? BnnNetwork.InputName : _nodes[^1].Name];
}
