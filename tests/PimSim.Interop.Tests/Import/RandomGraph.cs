using PimSim.Core;

namespace PimSim.Interop.Tests;

/// <summary>A graph drawn from a seed: quantized pixels, then convolutions and dense layers with everything exporters leave between them.</summary>
internal sealed class RandomGraph
{
    private const int Classes = 4;
    private readonly GraphSketch sketch;
    private PhiloxStream random;
    private int channels;
    private int side;
    private bool holdsZero;

    public RandomGraph(ulong seed)
    {
        random = new PhiloxStream(seed, 0);
        (channels, side) = (1 + random.NextInt(2), 4 + random.NextInt(3));
        sketch = new GraphSketch([1, channels, side, side], elementType: 2);
        Pixels();
        for (int i = random.NextInt(3); i > 0; i--)
        {
            Convolution();
            Between();
        }

        sketch.Then("Flatten");
        int inputs = channels * side * side;
        for (int i = random.NextInt(2); i > 0; i--)
        {
            (channels, side) = (1 + random.NextInt(9), 1);
            Dense(inputs);
            Norms([1, channels]);
            Quantize(flat: true);
            inputs = channels;
        }

        channels = Classes;
        Dense(inputs);
        Scales([1, Classes]);
        Model = sketch.Read();
    }

    public OnnxModel Model { get; }

    public byte[] File => sketch.Write();

    private void Pixels()
    {
        sketch.Then("Sub", sketch.Constant([128], 1));
        switch (random.NextInt(4))
        {
            case 0:
                sketch.Bipolar(random.NextInt(2) == 0 ? 1 : -0.5f);
                holdsZero = true;
                break;
            case 1:
                sketch.Qonn("Quant", [sketch.Constant([32]), sketch.Constant([0]), sketch.Constant([3])], ("signed", 1L), ("rounding_mode", "ROUND"));
                holdsZero = true;
                break;
            case 2:
                sketch.Qonn("MultiThreshold", [sketch.Constant([.. Enumerable.Range(0, 3 * channels).Select(_ => (float)(random.NextInt(40) - 20))], channels, 3)], ("out_scale", 0.25f), ("out_bias", -1f));
                break;
            default:
                break;
        }
    }

    private void Convolution()
    {
        int kernel = 1 + random.NextInt(Math.Min(3, side));
        long pad = holdsZero ? random.NextInt(2) : 0;
        int groups = random.NextInt(3) == 0 ? channels : 1;
        int outputs = groups * (1 + random.NextInt(3));
        float[] weights = Signs(outputs * kernel * kernel * (channels / groups));
        sketch.Then("Conv", [sketch.Constant(weights, outputs, channels / groups, kernel, kernel)], ("pads", (long[])[pad, pad, pad, pad]), ("group", (long)groups));
        (channels, side) = (outputs, side + (2 * (int)pad) - kernel + 1);
    }

    private void Between()
    {
        int pool = side > 2 ? random.NextInt(3) : 0;
        if (pool == 1)
        {
            Pool();
        }

        Norms([1, channels, 1, 1]);
        Quantize(flat: false);
        if (pool == 2)
        {
            Pool();
            holdsZero = false;
        }
    }

    private void Pool()
    {
        Scales([1, channels, 1, 1]);
        sketch.Then("MaxPool", [], ("kernel_shape", (long[])[2, 2]));
        side--;
    }

    private void Dense(int inputs)
    {
        float[] weights = Signs(inputs * channels);
        if (random.NextInt(2) == 0)
        {
            sketch.MatMul(weights, inputs);
        }
        else
        {
            sketch.Then("Gemm", [sketch.Constant(weights, channels, inputs), sketch.Constant(Numbers(), channels)], ("transB", 1L));
        }
    }

    private void Norms(long[] shape)
    {
        if (random.NextInt(2) == 0)
        {
            Scales(shape);
        }

        if (random.NextInt(2) == 0)
        {
            float[] variance = [.. Enumerable.Range(0, channels).Select(_ => random.NextInt(2) == 0 ? 3.75f : 0)];
            sketch.Norm(Numbers(), Numbers(), Numbers(), variance, 0.25f);
        }
    }

    private void Scales(long[] shape)
    {
        sketch.Then(random.NextInt(2) == 0 ? "Add" : "Sub", sketch.Constant(Numbers(), shape));
        sketch.Then("Mul", random.NextInt(3) == 0 ? sketch.Constant([-0.5f]) : Holding(shape));
    }

    /// <summary>Bits with one scale keep it; only the sign may differ between channels.</summary>
    private string Holding(long[] shape) => sketch.Constant([.. Enumerable.Range(0, channels).Select(_ => random.NextInt(2) == 0 ? 0.5f : -0.5f)], shape);

    private void Quantize(bool flat)
    {
        holdsZero = false;
        if (random.NextInt(4) == 0)
        {
            sketch.Then("Relu");
        }

        switch (random.NextInt(6))
        {
            case 0:
                sketch.Bipolar(random.NextInt(2) == 0 ? 0.5f : -2);
                holdsZero = true;
                break;
            case 1:
                sketch.Qonn("Quant", [sketch.Constant([0.5f]), sketch.Constant([0]), sketch.Constant([1])], ("signed", 0L));
                break;
            case 2:
                int bits = 2 + random.NextInt(3);
                sketch.Qonn("Quant", [sketch.Constant([random.NextInt(2) == 0 ? 0.5f : 2]), sketch.Constant([0]), sketch.Constant([bits])], ("signed", (long)random.NextInt(2)));
                holdsZero = true;
                break;
            case 3:
                int steps = 2 + random.NextInt(3);
                float scale = random.NextInt(2) == 0 ? 0.5f : -1;
                sketch.Qonn("MultiThreshold", [sketch.Constant(Several(steps), channels, steps)], ("out_scale", scale), ("out_bias", random.NextInt(2) == 0 ? -scale : 0.75f));
                break;
            case 4:
                sketch.Qonn("MultiThreshold", [sketch.Constant(Several(2), channels, 2)], ("out_scale", 1f), ("out_bias", -1f));
                holdsZero = true;
                break;
            default:
                sketch.Qonn("MultiThreshold", [sketch.Constant(Numbers(), channels, 1)], ("out_scale", 2f), ("out_bias", -1f));
                holdsZero = true;
                break;
        }

        if (random.NextInt(4) == 0)
        {
            sketch.Then("Mul", Holding(flat ? [1, channels] : [1, channels, 1, 1]));
        }
    }

    private float[] Numbers() => [.. Enumerable.Range(0, channels).Select(_ => (random.NextInt(13) - 6) / 2f)];

    /// <summary>Rows of thresholds, not in order and often equal.</summary>
    private float[] Several(int steps) => [.. Enumerable.Range(0, channels * steps).Select(_ => (random.NextInt(13) - 6) / 2f)];

    private float[] Signs(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextInt(2) == 0 ? 0.25f : -0.25f)];
}
