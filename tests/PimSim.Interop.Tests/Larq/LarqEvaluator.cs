using System.Numerics;
using PimSim.Data;

namespace PimSim.Interop.Tests;

/// <summary>
/// Evaluates graphs of TensorFlow Lite and Larq operator by operator, with nothing in common with the importer: bits are words that
/// are compared by exclusive or, numbers are doubles, which are exact where those of the file are small multiples of powers of two.
/// </summary>
internal sealed class LarqEvaluator(OnnxGraph graph)
{
    private readonly Dictionary<string, Grid> values = new(StringComparer.Ordinal);

    /// <summary>What the graph gives for an image of height, width and channels.</summary>
    public double[] Run(double[] image)
    {
        values.Clear();
        values[graph.Inputs[0].Name] = new Grid([.. graph.Inputs[0].Shape!.Select(s => (int)s!.Value)], image, null);
        foreach (OnnxNode node in graph.Nodes)
        {
            values[node.Outputs[0]] = Evaluate(node);
        }

        return values[graph.Outputs[0].Name].Numbers!;
    }

    private Grid Evaluate(OnnxNode node)
    {
        Grid x = values[node.Inputs[0]];
        return node.Operator switch
        {
            "LceQuantize" => Pack(x, (i, _) => x.Numbers![i] < 0),
            "LceDequantize" => Unpack(x, (int)graph.Values[node.Outputs[0]].Shape![^1]!.Value),
            "LceBconv2d" => BinaryConvolution(node, x),
            "LceBMaxPool2d" => Pool(node, x),
            "MAX_POOL_2D" => Activated(node, Pool(node, x)),
            "CONV_2D" => Activated(node, Convolution(node, x)),
            "FULLY_CONNECTED" => Activated(node, Dense(node, x)),
            "MUL" => Activated(node, x with { Numbers = [.. x.Numbers!.Select((v, i) => v * At(node, 1, i))] }),
            "ADD" => Activated(node, x with { Numbers = [.. x.Numbers!.Select((v, i) => v + At(node, 1, i))] }),
            "RELU" => x with { Numbers = [.. x.Numbers!.Select(v => Math.Max(v, 0))] },
            "RESHAPE" => x with { Shape = [1, x.Numbers!.Length] },
            "SOFTMAX" => x,
            _ => throw new NotSupportedException(node.Operator),
        };
    }

    private double[] Constant(OnnxNode node, int operand) => graph.Initializers[node.Inputs[operand]].ToDoubles();

    /// <summary>An element of an operand that is repeated; 0 where there is none.</summary>
    private double At(OnnxNode node, int operand, int i) => operand >= node.Inputs.Count || node.Inputs[operand].Length == 0 ? 0 : Constant(node, operand) is var c ? c[i % c.Length] : 0;

    private static Grid Activated(OnnxNode node, Grid x) => node.Attribute("fused_activation_function", 0L) switch
    {
        0 => x,
        1 => x with { Numbers = [.. x.Numbers!.Select(v => Math.Max(v, 0))] },
        _ => throw new NotSupportedException("activation"),
    };

    /// <summary>Bit 1 where a number is below 0, the first channel in the lowest bit.</summary>
    private static Grid Pack(Grid x, Func<int, int, bool> isOne)
    {
        int channels = x.Shape[^1];
        int words = (channels + 31) / 32;
        uint[] bits = new uint[x.Numbers!.Length / channels * words];
        for (int i = 0; i < x.Numbers.Length; i++)
        {
            (int pixel, int c) = (i / channels, i % channels);
            bits[(pixel * words) + (c / 32)] |= isOne(i, c) ? 1u << (c % 32) : 0;
        }

        return new Grid([.. x.Shape[..^1], words], null, bits);
    }

    private static Grid Unpack(Grid x, int channels)
    {
        int words = x.Shape[^1];
        double[] numbers = new double[x.Bits!.Length / words * channels];
        for (int i = 0; i < numbers.Length; i++)
        {
            numbers[i] = ((x.Bits[(i / channels * words) + (i % channels / 32)] >> (i % channels % 32)) & 1) == 0 ? 1 : -1;
        }

        return new Grid([.. x.Shape[..^1], channels], numbers, null);
    }

    private Grid BinaryConvolution(OnnxNode node, Grid x)
    {
        NamedTensor filter = graph.Initializers[node.Inputs[1]];
        uint[] weights = [.. filter.ToInt64s().Select(w => (uint)w)];
        int[] f = [.. filter.Shape];
        int channels = (int)node.Attribute("channels_in", 0L);
        (int top, int rows) = Window(node, x.Shape[1], f[1]);
        (int left, int columns) = Window(node, x.Shape[2], f[2]);
        bool isOnes = node.Attribute("pad_values", 0L) == 1;
        long stride = node.Attribute("stride_height", 1L);
        bool isBits = graph.Values[node.Outputs[0]].ElementType == TensorElementType.Int32;
        double[] sums = new double[rows * columns * f[0]];
        for (int i = 0; i < sums.Length; i++)
        {
            (int y, int column, int o) = (i / f[0] / columns, i / f[0] % columns, i % f[0]);
            int mismatches = 0;
            int outside = 0;
            for (int k = 0; k < f[1] * f[2]; k++)
            {
                (long row, long at) = ((y * stride) + (k / f[2]) - top, (column * stride) + (k % f[2]) - left);
                bool isInside = row >= 0 && row < x.Shape[1] && at >= 0 && at < x.Shape[2];
                outside += isInside ? 0 : channels;
                for (int w = 0; w < f[3] && (isInside || isOnes); w++)
                {
                    uint input = isInside ? x.Bits![(((row * x.Shape[2]) + at) * f[3]) + w] : 0;
                    mismatches += BitOperations.PopCount(input ^ weights[(((o * f[1] * f[2]) + k) * f[3]) + w]);
                }
            }

            int positions = (f[1] * f[2] * channels) - (isOnes ? 0 : outside);
            double sum = positions - (2 * mismatches);
            sums[i] = isBits
                ? mismatches > Constant(node, 4)[o] ? -1 : 1
                : ((node.Attribute("fused_activation_function", 0L) == 1 ? Math.Max(sum, 0) : sum) * Constant(node, 2)[o]) + Constant(node, 3)[o];
        }

        Grid result = new([1, rows, columns, f[0]], sums, null);
        return isBits ? Pack(result, (i, _) => sums[i] < 0) : result;
    }

    private Grid Convolution(OnnxNode node, Grid x)
    {
        int[] f = [.. graph.Initializers[node.Inputs[1]].Shape];
        double[] weights = Constant(node, 1);
        (int top, int rows) = Window(node, x.Shape[1], f[1]);
        (int left, int columns) = Window(node, x.Shape[2], f[2]);
        long stride = node.Attribute("stride_h", 1L);
        double[] sums = new double[rows * columns * f[0]];
        for (int i = 0; i < sums.Length; i++)
        {
            (int y, int column, int o) = (i / f[0] / columns, i / f[0] % columns, i % f[0]);
            sums[i] = At(node, 2, o);
            for (int k = 0; k < f[1] * f[2] * f[3]; k++)
            {
                (long row, long at, int c) = ((y * stride) + (k / f[3] / f[2]) - top, (column * stride) + (k / f[3] % f[2]) - left, k % f[3]);
                if (row >= 0 && row < x.Shape[1] && at >= 0 && at < x.Shape[2])
                {
                    sums[i] += x.Numbers![(((row * x.Shape[2]) + at) * f[3]) + c] * weights[(o * f[1] * f[2] * f[3]) + k];
                }
            }
        }

        return new Grid([1, rows, columns, f[0]], sums, null);
    }

    private Grid Dense(OnnxNode node, Grid x)
    {
        double[] weights = Constant(node, 1);
        int inputs = x.Numbers!.Length;
        double[] sums = [.. Enumerable.Range(0, weights.Length / inputs).Select(o => At(node, 2, o) + x.Numbers.Select((v, i) => v * weights[(o * inputs) + i]).Sum())];
        return new Grid([1, sums.Length], sums, null);
    }

    /// <summary>Of words: bit 0 is +1, so the maximum of bits is 0 where one of them is.</summary>
    private static Grid Pool(OnnxNode node, Grid x)
    {
        int size = (int)node.Attribute("filter_height", 0L);
        long stride = node.Attribute("stride_h", node.Attribute("stride_height", 1L));
        (int _, int rows) = Window(node, x.Shape[1], size);
        (int _, int columns) = Window(node, x.Shape[2], size);
        int channels = x.Shape[3];
        int Place(int i, int k) => (int)((((((i / channels / columns) * stride) + (k / size)) * x.Shape[2]) + (i / channels % columns * stride) + (k % size)) * channels) + (i % channels);
        int[] all = [.. Enumerable.Range(0, rows * columns * channels)];
        int[] taps = [.. Enumerable.Range(0, size * size)];
        return new Grid(
            [1, rows, columns, channels],
            x.Numbers is null ? null : Array.ConvertAll(all, i => taps.Max(k => x.Numbers[Place(i, k)])),
            x.Bits is null ? null : Array.ConvertAll(all, i => taps.Aggregate(uint.MaxValue, (bits, k) => bits & x.Bits[Place(i, k)])));
    }

    private static (int Before, int Size) Window(OnnxNode node, int size, int kernel)
    {
        int stride = (int)node.Attribute("stride_h", node.Attribute("stride_height", 1L));
        if (node.Attribute("padding", 0L) == 1)
        {
            return (0, ((size - kernel) / stride) + 1);
        }

        int steps = (int)Math.Ceiling(size / (double)stride);
        return (Math.Max(((steps - 1) * stride) + kernel - size, 0) / 2, steps);
    }

    private sealed record Grid(int[] Shape, double[]? Numbers, uint[]? Bits);
}
