using System.Buffers;
using MessagePack;
using PimSim.Core;

namespace PimSim.Bnn;

/// <summary>Writes a network's header and collects its tensors as sections. Equal networks give equal bytes.</summary>
/// <remarks>
/// The header is MessagePack; maps have exactly these keys in this order (integers in their shortest form, float64 for
/// the input's numbers, float32 for all others).
/// <code>
/// network      {schema: "pimsim.network/1", name, input, classes: [string], nodes: [node]}
/// version 2    {schema: "pimsim.network/2", name, input, classes: [string], readOut, nodes: [node]}
/// version 3    {schema: "pimsim.network/3", the same}
/// input        {height, width, channels, mean: [float64], deviation: [float64]}, from version 2 on also levels: tensor|nil
/// readOut      {kind: "argMax"}
///              {kind: "affine", scale: [float64], offset: [float64]}
///              {kind: "highestSet", thresholds}
/// node         {kind, name, inputs: [string], ...}, by kind:
///   convolution  outChannels, kernelHeight, kernelWidth, stride, padding, paddingValue: "zero"|"plusOne"|"minusOne", groups, weights
///   dense        outputs, weights, bias: tensor|nil
///   maxPool      size, stride, from version 3 on also padding
///   averagePool  size, stride (version 3)
///   add          nothing else (version 3)
///   batchNorm    gamma: tensor, beta: tensor, mean: tensor, variance: tensor, epsilon
///   sign
///   threshold    thresholds (from version 2 on)
///   multiThreshold  perChannel, offset, thresholds (from version 2 on)
/// thresholds   {limits: tensor, atMost: tensor}
/// weights      {kind: "real", values: tensor}
///              {kind: "clipped", values: tensor, lower, upper}
///              {kind: "binarized", signs: tensor, scale}
/// tensor       {section, count}: sections are numbered from 1 in order of appearance
/// </code>
/// A section holds the tensor's elements, little-endian: fp32 (4 bytes each), levels and limits as int32, or signs and directions as 64-bit words (bit i % 64 of word
/// i / 64 is element i, 1 = -1, unused bits 0).
/// </remarks>
internal ref struct NetworkHeaderWriter
{
    private readonly List<byte[]> sections;
    private readonly int version;
    private MessagePackWriter writer;

    private NetworkHeaderWriter(IBufferWriter<byte> buffer, List<byte[]> sections, int version)
    {
        this.version = version;
        this.writer = new MessagePackWriter(buffer);
        this.sections = sections;
    }

    public static (byte[] Header, List<byte[]> Sections) Write(BnnNetwork network, int version)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var sections = new List<byte[]>();
        var writer = new NetworkHeaderWriter(buffer, sections, version);
        writer.Network(network);
        writer.writer.Flush();
        return (buffer.WrittenSpan.ToArray(), sections);
    }

    private void Network(BnnNetwork network)
    {
        this.writer.WriteMapHeader(HeaderKeys.Network[this.version].Length);
        Text("schema", HeaderKeys.Schemas[this.version]);
        Text("name", network.Name);
        this.writer.Write("input");
        Input(network.Input);
        Texts("classes", network.Classes);
        if (this.version > 1)
        {
            this.writer.Write("readOut");
            ReadOut(network.ReadOut);
        }

        this.writer.Write("nodes");
        this.writer.WriteArrayHeader(network.Nodes.Count);
        foreach (NetworkNode node in network.Nodes)
        {
            Node(node);
        }
    }

    private void Input(InputEncoding input)
    {
        this.writer.WriteMapHeader(HeaderKeys.Input[this.version].Length);
        Integer("height", input.Height);
        Integer("width", input.Width);
        Integer("channels", input.Channels);
        Doubles("mean", input.Mean);
        Doubles("deviation", input.Deviation);
        if (this.version == 1)
        {
            return;
        }

        this.writer.Write("levels");
        if (input.Levels is null)
        {
            this.writer.WriteNil();
        }
        else
        {
            Tensor(input.Levels.Length, TensorBytes.From<int>(input.Levels));
        }
    }

    private void ReadOut(ReadOut readOut)
    {
        switch (readOut)
        {
            case ArgMaxReadOut:
                this.writer.WriteMapHeader(HeaderKeys.ArgMax.Length);
                Text("kind", "argMax");
                break;
            case AffineReadOut affine:
                this.writer.WriteMapHeader(HeaderKeys.Affine.Length);
                Text("kind", "affine");
                Doubles("scale", affine.Scale);
                Doubles("offset", affine.Offset);
                break;
            case HighestSetReadOut highest:
                this.writer.WriteMapHeader(HeaderKeys.HighestSet.Length);
                Text("kind", "highestSet");
                Thresholds(highest.Thresholds);
                break;
            default:
                throw new InternalErrorException($"a {readOut.GetType().Name} passed validation but cannot be written");
        }
    }

    private void Thresholds(DotThreshold[] thresholds)
    {
        ulong[] atMost = new ulong[(thresholds.Length + 63) / 64];
        for (int i = 0; i < thresholds.Length; i++)
        {
            atMost[i / 64] |= thresholds[i].AtMost ? 1UL << (i % 64) : 0;
        }

        this.writer.Write("thresholds");
        this.writer.WriteMapHeader(HeaderKeys.Thresholds.Length);
        this.writer.Write("limits");
        Tensor(thresholds.Length, TensorBytes.From<int>(Array.ConvertAll(thresholds, t => t.Limit)));
        this.writer.Write("atMost");
        Tensor(thresholds.Length, TensorBytes.From<ulong>(atMost));
    }

    private void Node(NetworkNode node)
    {
        switch (node)
        {
            case ConvolutionNode convolution:
                Start(node, "convolution", HeaderKeys.Convolution);
                Integer("outChannels", convolution.OutChannels);
                Integer("kernelHeight", convolution.KernelHeight);
                Integer("kernelWidth", convolution.KernelWidth);
                Integer("stride", convolution.Stride);
                Integer("padding", convolution.Padding);
                Text("paddingValue", HeaderKeys.PaddingValues[(int)convolution.PaddingValue]);
                Integer("groups", convolution.Groups);
                Weights(convolution.Weights);
                break;
            case DenseNode dense:
                Start(node, "dense", HeaderKeys.Dense);
                Integer("outputs", dense.Outputs);
                Weights(dense.Weights);
                Bias(dense.Bias);
                break;
            case MaxPoolNode pool:
                Start(node, "maxPool", this.version > 2 ? HeaderKeys.PaddedMaxPool : HeaderKeys.MaxPool);
                Integer("size", pool.Size);
                Integer("stride", pool.Stride);
                if (this.version > 2)
                {
                    Integer("padding", pool.Padding);
                }

                break;
            case AveragePoolNode average:
                Start(node, "averagePool", HeaderKeys.AveragePool);
                Integer("size", average.Size);
                Integer("stride", average.Stride);
                break;
            case AddNode:
                Start(node, "add", HeaderKeys.Add);
                break;
            case BatchNormNode norm:
                Start(node, "batchNorm", HeaderKeys.BatchNorm);
                Reals("gamma", norm.Gamma);
                Reals("beta", norm.Beta);
                Reals("mean", norm.Mean);
                Reals("variance", norm.Variance);
                Real("epsilon", norm.Epsilon);
                break;
            case SignNode:
                Start(node, "sign", HeaderKeys.Sign);
                break;
            case ThresholdNode threshold:
                Start(node, "threshold", HeaderKeys.Threshold);
                Thresholds(threshold.Thresholds);
                break;
            case MultiThresholdNode several:
                Start(node, "multiThreshold", HeaderKeys.MultiThreshold);
                Integer("perChannel", several.PerChannel);
                Integer("offset", several.Offset);
                Thresholds(several.Thresholds);
                break;
            default:
                throw new InternalErrorException($"a {node.GetType().Name} passed validation but cannot be written");
        }
    }

    private void Start(NetworkNode node, string kind, string[] keys)
    {
        this.writer.WriteMapHeader(keys.Length);
        Text("kind", kind);
        Text("name", node.Name);
        Texts("inputs", node.Inputs);
    }

    private void Weights(WeightSet weights)
    {
        this.writer.Write("weights");
        switch (weights)
        {
            case RealWeights real:
                this.writer.WriteMapHeader(HeaderKeys.Real.Length);
                Text("kind", "real");
                Reals("values", real.Values);
                break;
            case ClippedWeights clipped:
                this.writer.WriteMapHeader(HeaderKeys.Clipped.Length);
                Text("kind", "clipped");
                Reals("values", clipped.Values);
                Real("lower", clipped.Lower);
                Real("upper", clipped.Upper);
                break;
            case BinarizedWeights binarized:
                this.writer.WriteMapHeader(HeaderKeys.Binarized.Length);
                Text("kind", "binarized");
                this.writer.Write("signs");
                Tensor(binarized.Count, TensorBytes.From<ulong>(binarized.Bits));
                Real("scale", binarized.Scale);
                break;
            default:
                throw new InternalErrorException($"{weights.GetType().Name} passed validation but cannot be written");
        }
    }

    private void Bias(float[]? bias)
    {
        if (bias is not null)
        {
            Reals("bias", bias);
            return;
        }

        this.writer.Write("bias");
        this.writer.WriteNil();
    }

    private void Reals(string key, float[] values)
    {
        this.writer.Write(key);
        Tensor(values.Length, TensorBytes.From<float>(values));
    }

    private void Tensor(int count, byte[] bytes)
    {
        this.sections.Add(bytes);
        this.writer.WriteMapHeader(HeaderKeys.Tensor.Length);
        Integer("section", this.sections.Count);
        Integer("count", count);
    }

    private void Text(string key, string value)
    {
        this.writer.Write(key);
        this.writer.Write(value);
    }

    private void Texts(string key, IReadOnlyList<string> values)
    {
        this.writer.Write(key);
        this.writer.WriteArrayHeader(values.Count);
        foreach (string value in values)
        {
            this.writer.Write(value);
        }
    }

    private void Integer(string key, int value)
    {
        this.writer.Write(key);
        this.writer.Write(value);
    }

    private void Real(string key, float value)
    {
        this.writer.Write(key);
        this.writer.Write(value);
    }

    private void Doubles(string key, IReadOnlyList<double> values)
    {
        this.writer.Write(key);
        this.writer.WriteArrayHeader(values.Count);
        foreach (double value in values)
        {
            this.writer.Write(value);
        }
    }
}
