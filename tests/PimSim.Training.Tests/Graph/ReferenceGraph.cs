using PimSim.Bits;
using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training.Tests;

/// <summary>
/// A graph in double with plain loops, forward and back through the straight-through surrogate, with the scales of XNOR-Net. Values are
/// (image, row, column, channel), weights (output, row, column, input).
/// </summary>
internal sealed class ReferenceGraph
{
    private readonly Dictionary<string, float[]> state;
    private readonly int images;
    private readonly Dictionary<string, ImageShape> shapes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, double[]> gradients = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Mean, double Inverse)[]> moments = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int[]> winners = new(StringComparer.Ordinal);

    public ReferenceGraph(GraphTemplate template, IEnumerable<KeyValuePair<string, float[]>> state, ImageDataSet data, int images)
    {
        this.state = state.ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
        this.images = images;
        InputEncoding input = template.Input;
        shapes[BnnNetwork.InputName] = new ImageShape(input.Height, input.Width, input.Channels);
        values[BnnNetwork.InputName] = [.. data.Pixels.Take(images * data.ImageBytes).Select((p, i) => (double)input.Encode(p, i % input.Channels))];
        foreach (LayerTemplate layer in template.Layers)
        {
            shapes[layer.Name] = layer.Output(shapes[layer.Inputs[0]]);
            values[layer.Name] = Forward(layer);
        }

        foreach ((string name, double[] value) in values)
        {
            gradients[name] = new double[value.Length];
        }

        Loss = TakeLoss(template.Layers[^1].Name, data.Labels);
        foreach (LayerTemplate layer in template.Layers.Reverse())
        {
            Backward(layer);
        }
    }

    public double Loss { get; }

    /// <summary>Gradients of what inputs were multiplied with, and of batch norms and biases.</summary>
    public Dictionary<string, double[]> Parameters { get; } = new(StringComparer.Ordinal);

    private double[] Forward(LayerTemplate layer)
    {
        double[] x = values[layer.Inputs[0]];
        ImageShape shape = shapes[layer.Name];
        switch (layer)
        {
            case SignTemplate:
                return [.. x.Select(v => v < 0 ? -1.0 : 1.0)];
            case AddTemplate add:
                return [.. x.Zip(values[add.Second], (a, b) => a + b)];
            case AveragePoolTemplate pool:
                double[] averages = new double[images * shape.Count];
                ForWindows(pool, (at, to) => averages[to] += x[at] / (pool.Size * pool.Size));
                return averages;
            case NormTemplate:
                return [.. x.Select((_, i) => (Standardized(layer, i) * state[layer.Name + ".gamma"][i % shape.Channels]) + state[layer.Name + ".beta"][i % shape.Channels])];
            case DenseTemplate dense:
                double[] scores = new double[images * dense.Outputs];
                ForDense(dense, (n, o, k, w) => scores[(n * dense.Outputs) + o] += x[(n * (x.Length / images)) + k] * w * Scale(dense.Name, dense.Outputs, o, dense.Binary));
                return dense.HasBias ? [.. scores.Select((s, i) => s + state[dense.Name + ".bias"][i % dense.Outputs])] : scores;
            case ConvolutionTemplate c:
                return Pooled(c, x, shape);
            default:
                throw new NotSupportedException();
        }
    }

    private double[] Pooled(ConvolutionTemplate c, double[] x, ImageShape shape)
    {
        (int pool, int channels) = (c.Form.PoolSize, shape.Channels);
        int[] winner = winners[c.Name] = new int[images * shape.Count];
        double[] pooled = new double[winner.Length];
        for (int i = 0; i < pooled.Length; i++)
        {
            (int n, int y, int column, int o) = Place(i, shape);
            double best = double.NegativeInfinity;
            for (int p = 0; p < pool * pool; p++)
            {
                double sum = 0;
                ForPatch(c, n, (y * pool) + (p / pool), (column * pool) + (p % pool), o, (at, k, w) => sum += (at < 0 ? Pad(c) : x[at]) * w);
                if (sum > best)
                {
                    (best, winner[i]) = (sum, p);
                }
            }

            pooled[i] = best * Scale(c.Name, channels, o, c.Form.Binary);
        }

        return pooled;
    }

    private void Backward(LayerTemplate layer)
    {
        double[] x = values[layer.Inputs[0]];
        double[] gx = gradients[layer.Inputs[0]];
        double[] g = gradients[layer.Name];
        ImageShape shape = shapes[layer.Name];
        int channels = shape.Channels;
        switch (layer)
        {
            case SignTemplate:
                Each(g, i => gx[i] += Math.Abs(x[i]) <= 1 ? g[i] : 0);
                break;
            case AddTemplate add:
                Each(g, i => gx[i] += g[i]);
                Each(g, i => gradients[add.Second][i] += g[i]);
                break;
            case AveragePoolTemplate pool:
                ForWindows(pool, (at, to) => gx[at] += g[to] / (pool.Size * pool.Size));
                break;
            case NormTemplate:
                double[] gamma = new double[channels];
                double[] beta = new double[channels];
                Each(g, i => gamma[i % channels] += g[i] * Standardized(layer, i));
                Each(g, i => beta[i % channels] += g[i]);
                (Parameters[layer.Name + ".gamma"], Parameters[layer.Name + ".beta"]) = (gamma, beta);
                int count = g.Length / channels;
                Each(g, i => gx[i] += (g[i] - (beta[i % channels] / count) - (Standardized(layer, i) * gamma[i % channels] / count))
                    * state[layer.Name + ".gamma"][i % channels] * Moments(layer, i % channels).Inverse);
                break;
            case DenseTemplate dense:
                double[] weights = Parameters[dense.Name + ".weights"] = new double[state[dense.Name + ".weights"].Length];
                double[] bias = Parameters[dense.Name + ".bias"] = new double[dense.Outputs];
                Each(g, i => bias[i % dense.Outputs] += g[i]);
                int inputs = x.Length / images;
                ForDense(dense, (n, o, k, w) =>
                {
                    double scaled = g[(n * dense.Outputs) + o] * Scale(dense.Name, dense.Outputs, o, dense.Binary);
                    weights[(o * inputs) + k] += scaled * x[(n * inputs) + k];
                    gx[(n * inputs) + k] += scaled * w;
                });
                break;
            case ConvolutionTemplate c:
                double[] kernel = Parameters[c.Name + ".weights"] = new double[state[c.Name + ".weights"].Length];
                Each(g, i =>
                {
                    (int n, int y, int column, int o) = Place(i, shape);
                    int winner = winners[c.Name][i];
                    double scaled = g[i] * Scale(c.Name, channels, o, c.Form.Binary);
                    ForPatch(c, n, (y * c.Form.PoolSize) + (winner / c.Form.PoolSize), (column * c.Form.PoolSize) + (winner % c.Form.PoolSize), o, (at, k, w) =>
                    {
                        kernel[k] += scaled * (at < 0 ? Pad(c) : x[at]);
                        if (at >= 0)
                        {
                            gx[at] += scaled * w;
                        }
                    });
                });
                break;
            default:
                throw new NotSupportedException();
        }
    }

    private double TakeLoss(string name, byte[] labels)
    {
        double loss = 0;
        int classes = values[name].Length / images;
        for (int n = 0; n < images; n++)
        {
            double[] scores = values[name][(n * classes)..((n + 1) * classes)];
            double sum = scores.Sum(DeterministicMath.Exp);
            loss += DeterministicMath.Log(sum) - scores[labels[n]];
            for (int c = 0; c < classes; c++)
            {
                gradients[name][(n * classes) + c] = ((DeterministicMath.Exp(scores[c]) / sum) - (c == labels[n] ? 1 : 0)) / images;
            }
        }

        return loss;
    }

    private (double Mean, double Inverse) Moments(LayerTemplate layer, int channel)
    {
        if (!moments.TryGetValue(layer.Name, out (double Mean, double Inverse)[]? all))
        {
            double[] x = values[layer.Inputs[0]];
            int channels = shapes[layer.Name].Channels;
            all = new (double, double)[channels];
            for (int c = 0; c < channels; c++)
            {
                double[] mine = [.. x.Where((_, i) => i % channels == c)];
                double mean = mine.Average();
                all[c] = (mean, 1 / Math.Sqrt(mine.Average(v => (v - mean) * (v - mean)) + 1e-5));
            }

            moments.Add(layer.Name, all);
        }

        return all[channel];
    }

    private double Standardized(LayerTemplate layer, int i)
    {
        (double mean, double inverse) = Moments(layer, i % shapes[layer.Name].Channels);
        return (values[layer.Inputs[0]][i] - mean) * inverse;
    }

    private double Scale(string name, int outputs, int output, bool binary)
    {
        float[] w = state[name + ".weights"];
        int depth = w.Length / outputs;
        return binary ? w.Skip(output * depth).Take(depth).Average(v => (double)Math.Abs(v)) : 1;
    }

    private void ForDense(DenseTemplate dense, Action<int, int, int, double> visit)
    {
        float[] w = state[dense.Name + ".weights"];
        int inputs = w.Length / dense.Outputs;
        for (int i = 0; i < images * w.Length; i++)
        {
            (int n, int at) = (i / w.Length, i % w.Length);
            visit(n, at / inputs, at % inputs, Weight(w[at], dense.Binary));
        }
    }

    private void ForWindows(AveragePoolTemplate pool, Action<int, int> visit)
    {
        (ImageShape from, ImageShape to) = (shapes[pool.Input], shapes[pool.Name]);
        for (int i = 0; i < images * from.Count; i++)
        {
            (int n, int y, int x, int c) = Place(i, from);
            visit(i, (((((n * to.Height) + (y / pool.Size)) * to.Width) + (x / pool.Size)) * to.Channels) + c);
        }
    }

    private void ForPatch(ConvolutionTemplate c, int n, int y, int x, int output, Action<int, int, double> visit)
    {
        ImageShape from = shapes[c.Input];
        float[] w = state[c.Name + ".weights"];
        int depth = c.Form.KernelSize * c.Form.KernelSize * from.Channels;
        for (int k = 0; k < depth; k++)
        {
            int row = (y * c.Form.Stride) + (k / from.Channels / c.Form.KernelSize) - c.Form.Padding;
            int column = (x * c.Form.Stride) + (k / from.Channels % c.Form.KernelSize) - c.Form.Padding;
            bool inside = row >= 0 && column >= 0 && row < from.Height && column < from.Width;
            visit(inside ? (((((n * from.Height) + row) * from.Width) + column) * from.Channels) + (k % from.Channels) : -1, (output * depth) + k, Weight(w[(output * depth) + k], c.Form.Binary));
        }
    }

    private static double Pad(ConvolutionTemplate c) => c.Form.PaddingValue switch { PaddingValue.PlusOne => 1, PaddingValue.MinusOne => -1, _ => 0 };

    private static double Weight(float w, bool binary) => !binary ? w : w < 0 ? -1 : 1;

    private static (int N, int Y, int X, int C) Place(int at, ImageShape s) => (at / s.Count, at / s.Channels / s.Width % s.Height, at / s.Channels % s.Width, at % s.Channels);

    private static void Each(double[] values, Action<int> visit)
    {
        for (int i = 0; i < values.Length; i++)
        {
            visit(i);
        }
    }
}
