using PimSim.Core;

namespace PimSim.Interop.Tests;

/// <summary>A model as Larq's converter writes it, drawn from a seed.</summary>
internal sealed class RandomLarq
{
    private const int Same = 0;
    private const int Valid = 1;
    private const int Classes = 3;

    private readonly TfliteSketch sketch;
    private PhiloxStream random;
    private int side;
    private int channels;

    public RandomLarq(ulong seed)
    {
        random = new PhiloxStream(seed, 0);
        (side, channels) = (4 + random.NextInt(2), 1 + random.NextInt(3));
        sketch = new TfliteSketch(1, side, side, channels);
        First();
        if (random.NextInt(2) == 0)
        {
            Bits();
            if (random.NextInt(2) == 0)
            {
                Pool("LceBMaxPool2d");
            }
        }

        if (random.NextInt(2) == 0)
        {
            Numbers();
        }
        else
        {
            sketch.Larq("LceDequantize", [], TfliteSketch.Float, Image());
        }

        int inputs = side * side * channels;
        sketch.Then(22, [sketch.Ints([1, inputs], 2)], [1, inputs]);
        float[] weights = [.. Enumerable.Range(0, inputs * Classes).Select(_ => random.NextInt(2) == 0 ? 0.5f : -0.5f)];
        weights[0] = random.NextInt(2) == 0 ? 0.25f : 0.5f;
        channels = Classes;
        sketch.Then(9, [sketch.Floats(weights, Classes, inputs), sketch.Floats(Vector(8), Classes)], [1, Classes]);
        sketch.Then(18, [sketch.Floats([2], 1)], [1, Classes]).Then(25, [], [1, Classes]);
        File = sketch.File();
    }

    public byte[] File { get; }

    private void First()
    {
        if (random.NextInt(3) > 0)
        {
            // A filter of signs, or of real numbers, on pixels of several bits.
            int outputs = 1 + random.NextInt(4);
            bool isReal = random.NextInt(3) == 0;
            float[] weights = [.. Enumerable.Range(0, outputs * 9 * channels).Select(_ => (random.NextInt(2) == 0 ? 1 : -1) * (isReal ? 1 + random.NextInt(3) : 1) / 4f)];
            int padding = random.NextInt(2);
            int filter = sketch.Floats(weights, outputs, 3, 3, channels);
            (side, channels) = (padding == Same ? side : side - 2, outputs);
            sketch.Then(3, [filter, sketch.Floats(Vector(4), outputs)], Image(), (0, padding), (1, 1), (2, 1), (3, random.NextInt(2)));
            if (random.NextInt(2) == 0)
            {
                Pool("MAX_POOL_2D");
            }

            Affine();
        }

        sketch.Quantize();
    }

    /// <summary>A binary convolution that writes bits.</summary>
    private void Bits()
    {
        int outputs = random.NextInt(3) == 0 ? 33 + random.NextInt(4) : 1 + random.NextInt(4);
        int padding = side > 2 ? random.NextInt(2) : Same;
        (int filter, (string, int)[] options) = Filter(outputs, padding, ones: true);
        int positions = 9 * channels;
        int[] thresholds = [.. Enumerable.Range(0, outputs).Select(_ => random.NextInt(8) switch { 0 => int.MaxValue, 1 => int.MinValue, 2 => -1, _ => (positions / 2) + random.NextInt(5) - 2 })];
        int last = sketch.Ints(thresholds, outputs);
        channels = outputs;
        sketch.Larq("LceBconv2d", [filter, -1, -1, last], TfliteSketch.Int, TfliteSketch.Packed(Image()), options);
    }

    /// <summary>A binary convolution that writes numbers, then what follows it until bits again.</summary>
    private void Numbers()
    {
        int outputs = 1 + random.NextInt(4);
        int padding = side > 2 ? random.NextInt(2) : Same;
        (int filter, (string, int)[] options) = Filter(outputs, padding, ones: random.NextInt(2) == 0);
        channels = outputs;
        sketch.Larq("LceBconv2d", [filter, sketch.Floats(Vector(2), outputs), sketch.Floats(Vector(4), outputs), -1], TfliteSketch.Float, Image(), [.. options, ("fused_activation_function", random.NextInt(2))]);
        if (random.NextInt(2) == 0)
        {
            Pool("MAX_POOL_2D");
        }

        Affine();
        sketch.Quantize();
        sketch.Larq("LceDequantize", [], TfliteSketch.Float, Image());
    }

    private (int Filter, (string Key, int Value)[] Options) Filter(int outputs, int padding, bool ones)
    {
        int words = (channels + 31) / 32;
        int[] bits = new int[outputs * 9 * words];
        for (int i = 0; i < bits.Length; i++)
        {
            int used = Math.Min(32, channels - (i % words * 32));
            bits[i] = (int)((ulong)(uint)random.NextInt(int.MaxValue) * 2654435761 >> 7) & (int)((1L << used) - 1);
        }

        (string, int)[] options =
        [
            ("channels_in", channels), ("padding", padding), ("pad_values", ones ? 1 : 0), ("stride_height", 1), ("stride_width", 1), ("dilation_height_factor", 1), ("dilation_width_factor", 1),
        ];
        side = padding == Same ? side : side - 2;
        return (sketch.Ints(bits, outputs, 3, 3, words), options);
    }

    private void Pool(string name)
    {
        if (side < 2)
        {
            return;
        }

        // A window that the size is a multiple of has no border under SAME.
        bool isEven = side % 2 == 0 && random.NextInt(2) == 0;
        int stride = isEven ? 2 : 1;
        side = isEven ? side / 2 : side - 1;
        int padding = isEven ? random.NextInt(2) : Valid;
        if (name is "MAX_POOL_2D")
        {
            sketch.Then(17, [], Image(), (0, padding), (1, stride), (2, stride), (3, 2), (4, 2));
        }
        else
        {
            sketch.Larq(name, [], TfliteSketch.Int, TfliteSketch.Packed(Image()), ("padding", padding), ("stride_height", stride), ("stride_width", stride), ("filter_height", 2), ("filter_width", 2));
        }
    }

    private void Affine()
    {
        if (random.NextInt(2) == 0)
        {
            sketch.Then(18, [sketch.Floats(Vector(2), channels)], Image());
            sketch.Then(0, [sketch.Floats(Vector(4), channels)], Image());
        }
    }

    private int[] Image() => [1, side, side, channels];

    private float[] Vector(int range) => [.. Enumerable.Range(0, channels).Select(_ => (random.NextInt((4 * range) + 1) - (2 * range)) / 4f)];
}
