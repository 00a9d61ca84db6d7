namespace PimSim.Interop.Tests;

/// <summary>
/// Evaluates graphs operator by operator in doubles, with nothing in common with the importer. Its results are exact where the
/// numbers of the graph are small multiples of powers of two.
/// </summary>
internal static class OnnxEvaluator
{
    /// <summary>The output for one image, in the graph's order.</summary>
    public static double[] Run(OnnxGraph graph, double[] image)
    {
        Dictionary<string, Grid> values = new(StringComparer.Ordinal)
        {
            [graph.Inputs[0].Name] = new Grid([.. graph.Inputs[0].Shape!.Select(s => (int)(s ?? 1))], image),
        };
        foreach ((string name, Data.NamedTensor tensor) in graph.Initializers)
        {
            values.Add(name, new Grid([.. tensor.Shape], PimSim.Data.TensorValues.ToDoubles(tensor)));
        }

        foreach (OnnxNode node in graph.Nodes)
        {
            values.Add(node.Outputs[0], Evaluate(node, [.. node.Inputs.Select(i => values[i])]));
        }

        return values[graph.Outputs[0].Name].Values;
    }

    private static Grid Evaluate(OnnxNode node, Grid[] x) => node.Operator switch
    {
        "Add" => Pairs(x[0], x[1], (a, b) => a + b),
        "Sub" => Pairs(x[0], x[1], (a, b) => a - b),
        "Mul" => Pairs(x[0], x[1], (a, b) => a * b),
        "Div" => Pairs(x[0], x[1], (a, b) => a / b),
        "BipolarQuant" => Pairs(x[0], x[1], (a, s) => a >= 0 ? s : -s),
        "Quant" => x[0] with { Values = [.. x[0].Values.Select(v => Quant(node, v, x[1].Values[0], x[2].Values[0], (int)x[3].Values[0]))] },
        "MultiThreshold" => Thresholds(node, x[0], x[1]),
        "Relu" => x[0] with { Values = [.. x[0].Values.Select(v => Math.Max(v, 0))] },
        "BatchNormalization" => Norm(node, x),
        "Flatten" => x[0] with { Shape = [1, x[0].Values.Length] },
        "MatMul" => MatMul(x[0], x[1]),
        "Gemm" => Pairs(MatMul(x[0], Transposed(x[1])), x[2], (a, b) => a + b),
        "Conv" => Convolution(node, x[0], x[1]),
        "MaxPool" => Pool(x[0], (int)node.Attribute<long[]>("kernel_shape", [])[0]),
        _ => throw new NotSupportedException(node.Operator),
    };

    private static Grid Pairs(Grid a, Grid b, Func<double, double, double> map)
    {
        double[] result = new double[a.Values.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int at = 0;
            int rest = i;
            int step = 1;
            for (int axis = 1; axis <= a.Shape.Length; axis++)
            {
                int size = axis <= b.Shape.Length ? b.Shape[^axis] : 1;
                at += size == 1 ? 0 : rest % a.Shape[^axis] * step;
                step *= size;
                rest /= a.Shape[^axis];
            }

            result[i] = map(a.Values[i], b.Values[at]);
        }

        return a with { Values = result };
    }

    private static double Quant(OnnxNode node, double x, double scale, double zero, int bits)
    {
        bool signed = node.Attribute("signed", 1L) != 0;
        double low = signed ? -(1 << (bits - 1)) : 0;
        double high = signed ? (1 << (bits - 1)) - 1 : (1 << bits) - 1;
        return (Math.Round(Math.Clamp((x / scale) + zero, low, high), MidpointRounding.ToEven) - zero) * scale;
    }

    private static Grid Thresholds(OnnxNode node, Grid x, Grid t)
    {
        double scale = node.Attribute("out_scale", 1f);
        double bias = node.Attribute("out_bias", 0f);
        int inner = x.Values.Length / x.Shape[1];
        return x with
        {
            Values = [.. x.Values.Select((v, i) =>
            {
                int row = t.Shape[0] == 1 ? 0 : i / inner;
                return (scale * t.Values.AsSpan(row * t.Shape[1], t.Shape[1]).ToArray().Count(limit => v >= limit)) + bias;
            })],
        };
    }

    private static Grid Norm(OnnxNode node, Grid[] x)
    {
        int inner = x[0].Values.Length / x[0].Shape[1];
        return x[0] with
        {
            Values = [.. x[0].Values.Select((v, i) => (x[1].Values[i / inner] * (v - x[3].Values[i / inner]) / Math.Sqrt(x[4].Values[i / inner] + node.Attribute("epsilon", 1e-5f))) + x[2].Values[i / inner])],
        };
    }

    private static Grid Transposed(Grid x)
    {
        (int rows, int columns) = (x.Shape[0], x.Shape[1]);
        return new Grid([columns, rows], [.. Enumerable.Range(0, rows * columns).Select(i => x.Values[(i % rows * columns) + (i / rows)])]);
    }

    private static Grid MatMul(Grid x, Grid w)
    {
        double[] result = new double[w.Shape[1]];
        for (int k = 0; k < w.Shape[0]; k++)
        {
            for (int j = 0; j < result.Length; j++)
            {
                result[j] += x.Values[k] * w.Values[(k * result.Length) + j];
            }
        }

        return new Grid([1, result.Length], result);
    }

    private static Grid Convolution(OnnxNode node, Grid x, Grid w)
    {
        int pad = (int)node.Attribute<long[]>("pads", [0, 0, 0, 0])[0];
        int groups = (int)node.Attribute("group", 1L);
        (int height, int width, int kernel, int depth, int outputs) = (x.Shape[2], x.Shape[3], w.Shape[2], w.Shape[1], w.Shape[0]);
        (int rows, int columns) = (height + (2 * pad) - kernel + 1, width + (2 * pad) - kernel + 1);
        double[] result = new double[outputs * rows * columns];
        for (int i = 0; i < result.Length; i++)
        {
            (int o, int y, int left) = (i / (rows * columns), i / columns % rows, i % columns);
            for (int k = 0; k < depth * kernel * kernel; k++)
            {
                int row = y + (k / kernel % kernel) - pad;
                int column = left + (k % kernel) - pad;
                int channel = (o / (outputs / groups) * depth) + (k / (kernel * kernel));
                if (row >= 0 && row < height && column >= 0 && column < width)
                {
                    result[i] += x.Values[(((channel * height) + row) * width) + column] * w.Values[(o * depth * kernel * kernel) + k];
                }
            }
        }

        return new Grid([1, outputs, rows, columns], result);
    }

    private static Grid Pool(Grid x, int size)
    {
        (int channels, int height, int width) = (x.Shape[1], x.Shape[2], x.Shape[3]);
        (int rows, int columns) = (height - size + 1, width - size + 1);
        double[] result = new double[channels * rows * columns];
        for (int i = 0; i < result.Length; i++)
        {
            result[i] = Enumerable.Range(0, size * size).Max(k => x.Values[(((i / (rows * columns) * height) + (i / columns % rows) + (k / size)) * width) + (i % columns) + (k % size)]);
        }

        return new Grid([1, channels, rows, columns], result);
    }

    private sealed record Grid(int[] Shape, double[] Values);
}
