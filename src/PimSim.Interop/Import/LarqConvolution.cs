using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Interop;

/// <summary>Convolutions of TensorFlow Lite and Larq: weights are outputs x rows x columns x channels.</summary>
/// <param name="network">The network so far.</param>
/// <param name="node">The node.</param>
/// <param name="value">What it takes.</param>
internal sealed class LarqConvolution(NetworkBuilder network, OnnxNode node, Activation value)
{
    private const int PackedBits = 32;

    /// <summary>
    /// LceBconv2d. With the mismatches m of K bits: m above the threshold of an output is -1 where bits are written; else the sum
    /// K - 2 m, within the range of an activation, times a factor plus a bias.
    /// </summary>
    /// <param name="constants">Operands: filter, factors, biases, thresholds.</param>
    /// <param name="output">Type of the result, where the file says one.</param>
    public Activation Binary(OnnxConstant?[] constants, TensorElementType? output)
    {
        ImageShape image = LarqFault.Image(node, value);
        long channels = node.Attribute("channels_in", (long)image.Channels);
        if (channels != image.Channels || constants.ElementAtOrDefault(1) is not { Shape: [> 0 and var outputs, > 0 and var height, > 0 and var width, > 0 and var packed], IsInteger: true } filter)
        {
            throw LarqFault.Operand(node, $"takes {image}, which its filter or its {channels} channels do not fit");
        }

        int groups = packed == (image.Channels + PackedBits - 1) / PackedBits ? 1 : image.Channels / (packed * PackedBits);
        if (groups < 1 || outputs % groups != 0 || (groups > 1 && groups * packed * PackedBits != image.Channels))
        {
            throw LarqFault.Operand(node, $"takes {image.Channels} channels; its filter has {packed} words of them");
        }

        RequireSigns();
        ConvolutionWindow window = LarqWindow.Of(node, image, height, width, groups);
        bool isBits = output is TensorElementType.Int32;
        long padBit = node.Attribute("pad_values", 0L);
        if (padBit is not (0 or 1) || (isBits && padBit == 0 && window.Padding > 0))
        {
            throw LarqFault.Setting(node, $"pads with {padBit}{(isBits ? " and writes bits" : "")}", "use pad_values=1.0 (larq.layers.QuantConv2D), or padding='valid'");
        }

        int depth = image.Channels / groups;
        OnnxConstant signs = Unpacked(filter, outputs * height * width, packed, depth);
        LayerActivation sums = Last(ConvolutionLayer.Add(network, node, value, window, outputs, signs, (row, column) => (row * height * width * depth) + column, padBit));
        return output switch
        {
            TensorElementType.Int32 => Thresholds(sums, constants.ElementAtOrDefault(4), height * width * depth),
            TensorElementType.Float32 or null => Scaled(sums, constants),
            _ => throw LarqFault.Setting(node, $"gives {output}", "convert the model without 8-bit quantization of activations"),
        };
    }

    /// <summary>CONV_2D and DEPTHWISE_CONV_2D.</summary>
    public Activation Plain(OnnxConstant?[] constants)
    {
        ImageShape image = LarqFault.Image(node, value);
        bool isDepthwise = string.Equals(node.Operator, "DEPTHWISE_CONV_2D", StringComparison.Ordinal);
        if (constants.ElementAtOrDefault(1) is not { Shape: [> 0 and var first, > 0 and var height, > 0 and var width, > 0 and var last] } weights
            || (isDepthwise ? first != 1 || last % image.Channels != 0 : last != image.Channels))
        {
            throw LarqFault.Operand(node, $"takes {image}, which its weights do not fit");
        }

        int outputs = isDepthwise ? last : first;
        ConvolutionWindow window = LarqWindow.Of(node, image, height, width, isDepthwise ? image.Channels : 1);
        int columns = checked(height * width * (isDepthwise ? 1 : last));
        OnnxConstant rows = isDepthwise ? weights.Select([outputs, columns], [.. Enumerable.Range(0, outputs * columns).Select(i => (i % columns * outputs) + (i / columns))]) : weights;
        LayerActivation sums = RealLayer.IsNeeded(rows, outputs, columns)
            ? RealLayer.Convolution(network, node, value, window, rows, outputs)
            : ConvolutionLayer.Add(network, node, value, window, outputs, rows, (row, column) => (row * columns) + column, Surd.Zero);
        return Biased(node, Last(sums), constants.ElementAtOrDefault(2));
    }

    /// <summary>The value with a bias for each output, where there is one.</summary>
    public static Activation Biased(OnnxNode node, LayerActivation sums, OnnxConstant? bias) => bias is null
        ? sums
        : bias.Count == sums.Scale.Length
        ? sums.Affine([.. sums.Scale.Select(_ => Surd.One)], [.. sums.Scale.Select((_, c) => bias[c])])
        : throw LarqFault.Operand(node, $"has {bias.Count} biases for {sums.Scale.Length} outputs");

    private static LayerActivation Last(LayerActivation layer) => layer with
    {
        Shape = [1, layer.Image.Height, layer.Image.Width, layer.Image.Channels],
        Places = [.. Enumerable.Range(0, layer.Image.Count)],
    };

    /// <summary>Bits are +-1, whatever they were before.</summary>
    private void RequireSigns()
    {
        bool isSigns = value switch
        {
            PixelActivation pixels => Array.TrueForAll(pixels.Tables, table => Array.TrueForAll(table, IsSign)),
            LayerActivation { IsBits: true } bits => Enumerable.Range(0, bits.Scale.Length).All(c => IsSign(bits.Value(c, -1)) && IsSign(bits.Value(c, 1))),
            _ => false,
        };
        if (!isSigns)
        {
            throw LarqFault.Operand(node, "takes other values than -1 and +1: LceQuantize is missing before it");
        }
    }

    private static bool IsSign(Surd v) => v.Equals(Surd.One) || v.Equals(-Surd.One);

    /// <summary>Bit 1 is -1, the first channel in the lowest bit of a word.</summary>
    private static OnnxConstant Unpacked(OnnxConstant filter, int rows, int packed, int depth)
    {
        int[] words = filter.Integers() ?? [];
        return OnnxConstant.OfSigns([rows, depth], i => ((words[(i / depth * packed) + (i % depth / PackedBits)] >> (i % depth % PackedBits)) & 1) != 0);
    }

    private Activation Thresholds(LayerActivation sums, OnnxConstant? thresholds, int positions)
    {
        if (thresholds is not { IsInteger: true } || thresholds.Count != sums.Scale.Length)
        {
            throw LarqFault.Operand(node, $"writes bits and has {thresholds?.Count ?? 0} thresholds for {sums.Scale.Length} outputs");
        }

        Surd[] least = [.. sums.Scale.Select((_, c) => positions - (thresholds[c] * 2))];
        return ThresholdImport.Quantize(network, node, sums, new LimitQuantizer(node, least));
    }

    private Activation Scaled(LayerActivation sums, OnnxConstant?[] constants)
    {
        Activation ranged = LarqActivation.RangeOf(node, node.Attribute("fused_activation_function", 0L)) is { } range ? RectifierImport.Apply(node, sums, range) : sums;
        return ranged.Affine(Vector(constants.ElementAtOrDefault(2), 1), Vector(constants.ElementAtOrDefault(3), 0));

        Surd[] Vector(OnnxConstant? given, long absent) => given is null ? [.. sums.Scale.Select(_ => (Surd)absent)]
            : given.Count == sums.Scale.Length ? [.. sums.Scale.Select((_, c) => given[c])]
            : throw LarqFault.Operand(node, $"has {given.Count} factors or biases for {sums.Scale.Length} outputs");
    }
}
