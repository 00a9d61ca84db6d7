using PimSim.Bits;
using PimSim.Core;

namespace PimSim.Driver.Tests;

/// <summary>Operations and workloads made by hand, with random weights.</summary>
internal static class Operations
{
    public static LayerShape Shape(int height, int width, int channels, int outChannels, int kernel) => new()
    {
        Height = height,
        Width = width,
        Channels = channels,
        OutChannels = outChannels,
        KernelHeight = kernel,
        KernelWidth = kernel,
    };

    public static BinaryOperation Binary(LayerShape shape, int index = 0, bool clip = false, bool counts = false, int classes = 1, ulong seed = 1) => new()
    {
        Name = $"binary{index}",
        Shape = shape,
        Input = new TensorHandle(index),
        Output = new TensorHandle(index + 1),
        Weights = clip
            ? new StoredClip(Values(shape.OutChannels * shape.PatchElements, seed), -0.5f, 0.4f)
            : new StoredSigns(PackedMatrix.FromSigns(Values(shape.OutChannels * shape.PatchElements, seed), shape.OutChannels, shape.PatchElements), 0.5f),
        Thresholds = counts
            ? null
            : new FixedThresholds(classes, [.. Enumerable.Range(0, shape.OutHeight * shape.OutWidth).Select(i => i * classes / (shape.OutHeight * shape.OutWidth))], shape.OutChannels, shape.PatchElements / 2),
    };

    public static RealOperation Real(LayerShape shape, int index = 0, bool bits = false, bool decides = true, ulong seed = 2) => new()
    {
        Name = $"real{index}",
        Shape = shape,
        Input = new TensorHandle(index),
        Output = new TensorHandle(index + 1),
        Weights = Values(shape.OutChannels * shape.PatchElements, seed),
        InputIsBits = bits,
        Limits = decides ? [.. Values(shape.OutChannels, seed + 1).Select((v, i) => new RealLimit(v, i % 2 == 0))] : null,
    };

    /// <summary>5x5 numbers - real 2x2 to 12 channels - binary 2x2 (48 weights) to outputs - binary 3x3 to 9 - real scores.</summary>
    public static Workload Chain(bool clip, int outputs = 24) => new(
        "chain",
        [
            Real(Shape(5, 5, 1, 12, 2)),
            Binary(Shape(4, 4, 12, outputs, 2), 1, clip, seed: 11, classes: 3),
            Binary(Shape(3, 3, outputs, 9, 3), 2, clip, seed: 12),
            Real(Shape(1, 1, 9, 4, 1), 3, bits: true, decides: false),
        ]);

    private static float[] Values(int count, ulong seed)
    {
        var random = new PhiloxStream(seed, 4);
        float[] values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() * 2f) - 1f;
        }

        return values;
    }
}
