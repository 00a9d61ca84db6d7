using MessagePack;
using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>
/// Reads what <see cref="NetworkHeaderWriter"/> writes, and nothing else: keys in their order, sections in their order,
/// counts equal to the bytes that are there. Shapes and values are for <see cref="NetworkShapes"/> to judge.
/// </summary>
internal ref struct NetworkHeaderReader
{
    private readonly IReadOnlyList<ContainerSection> sections;
    private readonly int version;
    private MessagePackReader reader;
    private int next;

    private NetworkHeaderReader(ContainerReader container)
    {
        this.reader = new MessagePackReader(container.Header);
        sections = container.AllSections;
        version = container.Version;
    }

    /// <exception cref="HeaderFault">The header is not in form.</exception>
    public static BnnNetwork Read(ContainerReader container)
    {
        var reader = new NetworkHeaderReader(container);
        try
        {
            return reader.Network();
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException or OverflowException or InvalidOperationException or ArgumentException)
        {
            throw new HeaderFault("a value has the wrong type or runs past the end");
        }
    }

    private BnnNetwork Network()
    {
        Map("network", HeaderKeys.Network[version]);
        string schema = Text("schema");
        if (!string.Equals(schema, HeaderKeys.Schemas[version], StringComparison.Ordinal))
        {
            throw new HeaderFault($"the schema is '{schema}', not '{HeaderKeys.Schemas[version]}'");
        }

        string name = Text("name");
        Key("input");
        InputEncoding input = Input();
        string[] classes = Texts("classes");
        ReadOut readOut = new ArgMaxReadOut();
        if (version > 1)
        {
            Key("readOut");
            readOut = ReadOut();
        }

        Key("nodes");
        var nodes = new NetworkNode[this.reader.ReadArrayHeader()];
        for (int i = 0; i < nodes.Length; i++)
        {
            nodes[i] = Node();
        }

        return !this.reader.End
            ? throw new HeaderFault("something follows the network")
            : next != sections.Count
            ? throw new HeaderFault($"{sections.Count} sections are there, {next} are used")
            : new BnnNetwork { Name = name, Input = input, Classes = classes, ReadOut = readOut, Nodes = nodes };
    }

    private InputEncoding Input()
    {
        Map("input", HeaderKeys.Input[version]);
        return new InputEncoding
        {
            Height = Integer("height"),
            Width = Integer("width"),
            Channels = Integer("channels"),
            Mean = Doubles("mean"),
            Deviation = Doubles("deviation"),
            Levels = version > 1 ? Levels() : null,
        };
    }

    private int[]? Levels()
    {
        Key("levels");
        return this.reader.TryReadNil() ? null : Integers();
    }

    private ReadOut ReadOut()
    {
        int keys = this.reader.ReadMapHeader();
        string kind = Text("kind");
        switch (kind)
        {
            case "argMax":
                Size("readOut", keys, HeaderKeys.ArgMax);
                return new ArgMaxReadOut();
            case "affine":
                Size("readOut", keys, HeaderKeys.Affine);
                return new AffineReadOut(Doubles("scale"), Doubles("offset"));
            case "highestSet":
                Size("readOut", keys, HeaderKeys.HighestSet);
                return new HighestSetReadOut(Thresholds());
            default:
                throw new HeaderFault($"the read-out is of the unknown kind '{kind}'");
        }
    }

    private DotThreshold[] Thresholds()
    {
        Key("thresholds");
        Map("thresholds", HeaderKeys.Thresholds);
        Key("limits");
        int[] limits = Integers();
        Key("atMost");
        (int count, byte[] bytes) = Tensor(SignBytes);
        ulong[] atMost = TensorBytes.To<ulong>(bytes);
        return count == limits.Length
            ? [.. limits.Select((limit, i) => new DotThreshold(limit, ((atMost[i / 64] >> (i % 64)) & 1) != 0))]
            : throw new HeaderFault($"{limits.Length} limits have {count} directions");
    }

    private NetworkNode Node()
    {
        int keys = this.reader.ReadMapHeader();
        string kind = Text("kind");
        string name = Text("name");
        string[] inputs = Texts("inputs");
        switch (kind)
        {
            case "convolution":
                Size(name, keys, HeaderKeys.Convolution);
                return new ConvolutionNode
                {
                    Name = name,
                    Inputs = inputs,
                    OutChannels = Integer("outChannels"),
                    KernelHeight = Integer("kernelHeight"),
                    KernelWidth = Integer("kernelWidth"),
                    Stride = Integer("stride"),
                    Padding = Integer("padding"),
                    PaddingValue = Padding(),
                    Groups = Integer("groups"),
                    Weights = Weights(),
                };
            case "dense":
                Size(name, keys, HeaderKeys.Dense);
                return new DenseNode { Name = name, Inputs = inputs, Outputs = Integer("outputs"), Weights = Weights(), Bias = Bias() };
            case "maxPool":
                Size(name, keys, version > 2 ? HeaderKeys.PaddedMaxPool : HeaderKeys.MaxPool);
                return new MaxPoolNode { Name = name, Inputs = inputs, Size = Integer("size"), Stride = Integer("stride"), Padding = version > 2 ? Integer("padding") : 0 };
            case "averagePool" when version > 2:
                Size(name, keys, HeaderKeys.AveragePool);
                return new AveragePoolNode { Name = name, Inputs = inputs, Size = Integer("size"), Stride = Integer("stride") };
            case "add" when version > 2:
                Size(name, keys, HeaderKeys.Add);
                return new AddNode { Name = name, Inputs = inputs };
            case "batchNorm":
                Size(name, keys, HeaderKeys.BatchNorm);
                return new BatchNormNode
                {
                    Name = name,
                    Inputs = inputs,
                    Gamma = Reals("gamma"),
                    Beta = Reals("beta"),
                    Mean = Reals("mean"),
                    Variance = Reals("variance"),
                    Epsilon = Real("epsilon"),
                };
            case "threshold" when version > 1:
                Size(name, keys, HeaderKeys.Threshold);
                return new ThresholdNode { Name = name, Inputs = inputs, Thresholds = Thresholds() };
            case "multiThreshold" when version > 1:
                Size(name, keys, HeaderKeys.MultiThreshold);
                return new MultiThresholdNode { Name = name, Inputs = inputs, PerChannel = Integer("perChannel"), Offset = Integer("offset"), Thresholds = Thresholds() };
            case "sign":
                Size(name, keys, HeaderKeys.Sign);
                return new SignNode { Name = name, Inputs = inputs };
            default:
                throw new HeaderFault($"node '{name}' is of the unknown kind '{kind}'");
        }
    }

    private WeightSet Weights()
    {
        Key("weights");
        int keys = this.reader.ReadMapHeader();
        string kind = Text("kind");
        switch (kind)
        {
            case "real":
                Size("weights", keys, HeaderKeys.Real);
                return new RealWeights(Reals("values"));
            case "clipped":
                Size("weights", keys, HeaderKeys.Clipped);
                return new ClippedWeights(Reals("values"), Real("lower"), Real("upper"));
            case "binarized":
                Size("weights", keys, HeaderKeys.Binarized);
                Key("signs");
                (int count, byte[] bytes) = Tensor(SignBytes);
                return new BinarizedWeights(TensorBytes.To<ulong>(bytes), count, Real("scale"));
            default:
                throw new HeaderFault($"weights are of the unknown kind '{kind}'");
        }
    }

    private PaddingValue Padding()
    {
        string name = Text("paddingValue");
        int value = Array.IndexOf(HeaderKeys.PaddingValues, name);
        return value >= 0 ? (PaddingValue)value : throw new HeaderFault($"the padding value '{name}' is unknown");
    }

    private float[]? Bias()
    {
        Key("bias");
        return this.reader.TryReadNil() ? null : Reals();
    }

    private float[] Reals(string key)
    {
        Key(key);
        return Reals();
    }

    private float[] Reals() => TensorBytes.To<float>(Tensor(c => (long)c * sizeof(float)).Bytes);

    private int[] Integers() => TensorBytes.To<int>(Tensor(c => (long)c * sizeof(int)).Bytes);

    private static long SignBytes(int count) => (count + 63L) / 64 * sizeof(ulong);

    private (int Count, byte[] Bytes) Tensor(Func<int, long> length)
    {
        Map("tensor", HeaderKeys.Tensor);
        int section = Integer("section");
        int count = Integer("count");
        if (next >= sections.Count || section != next + 1 || sections[next].Id != section)
        {
            throw new HeaderFault($"a tensor is in section {section}, section {next + 1} is next");
        }

        byte[] bytes = sections[next++].Bytes;
        return count >= 0 && length(count) == bytes.Length
            ? (count, bytes)
            : throw new HeaderFault($"section {section} has {bytes.Length} bytes, its tensor {count} elements");
    }

    private void Map(string what, string[] keys) => Size(what, this.reader.ReadMapHeader(), keys);

    private static void Size(string what, int keys, string[] expected)
    {
        if (keys != expected.Length)
        {
            throw new HeaderFault($"'{what}' has {keys} keys, not {expected.Length}");
        }
    }

    private void Key(string expected)
    {
        string? key = this.reader.ReadString();
        if (!string.Equals(key, expected, StringComparison.Ordinal))
        {
            throw new HeaderFault($"the key '{key}' stands where '{expected}' belongs");
        }
    }

    private string Text(string key)
    {
        Key(key);
        return this.reader.ReadString() ?? throw new HeaderFault($"'{key}' has no value");
    }

    private string[] Texts(string key)
    {
        Key(key);
        string[] values = new string[this.reader.ReadArrayHeader()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this.reader.ReadString() ?? throw new HeaderFault($"'{key}' has an empty entry");
        }

        return values;
    }

    private int Integer(string key)
    {
        Key(key);
        return this.reader.ReadInt32();
    }

    private float Real(string key)
    {
        Key(key);
        return this.reader.NextCode == MessagePackCode.Float32 ? this.reader.ReadSingle() : throw new HeaderFault($"'{key}' is not a float32");
    }

    private double[] Doubles(string key)
    {
        Key(key);
        double[] values = new double[this.reader.ReadArrayHeader()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = this.reader.NextCode == MessagePackCode.Float64 ? this.reader.ReadDouble() : throw new HeaderFault($"'{key}' is not a list of float64");
        }

        return values;
    }
}
