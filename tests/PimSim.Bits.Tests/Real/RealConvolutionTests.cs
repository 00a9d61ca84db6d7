using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class RealConvolutionTests
{
    private static readonly Gen<RealConvolutionShape> Shapes =
        from size in Gen.Int[1, 9].Array[2]
        from channels in Gen.Int[1, 5]
        from outputs in Gen.OneOf(1, 3, 16, 31, 32, 40)
        from kernel in Gen.Int[1, 3].Array[2]
        from stride in Gen.Int[1, 2]
        from padding in Gen.Int[1, 2]
        from value in Gen.OneOf(0f, -1f)
        select new RealConvolutionShape
        {
            Height = size[0],
            Width = size[1],
            InChannels = channels,
            OutChannels = outputs,
            KernelHeight = kernel[0],
            KernelWidth = kernel[1],
            Stride = stride,
            Padding = padding,
            PaddingValue = value,
        };

    [Fact]
    public void EveryWidthGivesTheBitsOfTheDefinition()
    {
        Shapes.ForEach(60, shape =>
            {
                float[] image = TestValues.Floats(shape.Height * shape.Width * shape.InChannels, 5);
                float[] weights = TestValues.Floats(shape.OutChannels * shape.Depth, 6);
                int[] expected = TestValues.BitsOf(ByDefinition(shape, image, weights));
                float[] scratch = new float[shape.PaddedLength];
                foreach (LaneWidth width in AllWidths.Values)
                {
                    RealConvolution convolution = new(shape, shape.OutHeight, shape.OutWidth, width);
                    convolution.SetWeights(weights);
                    float[] output = new float[convolution.OutputLength];
                    convolution.Forward(image, output, scratch);
                    Assert.Equal(expected, TestValues.BitsOf(output));
                }
            });
    }

    // Half of the cases have whole numbers, where windows have their maximum at several places.
    [Fact]
    public void PooledIsThePoolOfTheDefinition()
    {
        (from shape in Shapes from size in Gen.Int[1, 3] from whole in Gen.Bool select (shape, size, whole)).ForEach(120, sample =>
            {
                (RealConvolutionShape shape, int size, bool whole) = sample;
                (int height, int width) = (shape.OutHeight / size, shape.OutWidth / size);
                if (height == 0 || width == 0)
                {
                    return;
                }

                float[] image = [.. TestValues.Floats(shape.Height * shape.Width * shape.InChannels, 5).Select(v => whole ? MathF.Round(v) : v)];
                float[] weights = [.. TestValues.Floats(shape.OutChannels * shape.Depth, 6).Select(v => whole ? MathF.Round(v) : v)];
                float[] positions = FirstOf(ByDefinition(shape, image, weights), shape, height * size, width * size);
                (float[] expected, int[] expectedPlaces) = PlainPool.FirstMaximum(positions, height, width, shape.OutChannels, size, 0.3f);
                float[] padded = new float[shape.PaddedLength];
                foreach (LaneWidth lanes in AllWidths.Values)
                {
                    RealConvolution convolution = new(shape, height * size, width * size, lanes);
                    convolution.SetWeights(weights);
                    convolution.Pad(image, padded);
                    float[] pooled = new float[expected.Length];
                    int[] places = new int[expected.Length];
                    convolution.ForwardPooled(padded, size, 0.3f, pooled, places, new float[convolution.OutputLength]);
                    Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(pooled));
                    Assert.Equal(expectedPlaces, places);
                }
            });
    }

    [Fact]
    public void PooledRefusesWhatDoesNotFit()
    {
        RealConvolutionShape shape = new() { Height = 4, Width = 4, InChannels = 1, OutChannels = 3, KernelHeight = 1, KernelWidth = 1, Stride = 1, Padding = 0 };
        RealConvolution convolution = new(shape, TestValues.Floats(3, 1));
        float[] image = new float[16];
        Assert.Throws<ArgumentException>(() => convolution.ForwardPooled(image, 3, 1f, new float[12], new int[12], new float[48]));
        Assert.Throws<ArgumentException>(() => convolution.ForwardPooled(image.AsSpan(1), 2, 1f, new float[12], new int[12], []));
        Assert.Throws<ArgumentException>(() => convolution.ForwardPooled(image, 2, 1f, new float[11], new int[12], []));
        Assert.Throws<ArgumentException>(() => convolution.ForwardPooled(image, 2, 1f, new float[12], new int[11], []));
    }

    [Fact]
    public void PartOfTheOutputsIsTheSameNumbers()
    {
        RealConvolutionShape shape = new()
        {
            Height = 7,
            Width = 7,
            InChannels = 3,
            OutChannels = 20,
            KernelHeight = 3,
            KernelWidth = 3,
            Stride = 1,
            Padding = 1,
        };
        float[] image = TestValues.Floats(7 * 7 * 3, 7);
        float[] weights = TestValues.Floats(20 * 27, 8);
        float[] whole = ByDefinition(shape, image, weights);
        RealConvolution convolution = new(shape, 6, 6);
        convolution.SetWeights(weights);
        float[] part = new float[convolution.OutputLength];
        convolution.Forward(image, part, new float[shape.PaddedLength]);
        Assert.Equal(FirstOf(whole, shape, 6, 6), part);
    }

    [Fact]
    public void ForwardAllocatesNothing()
    {
        RealConvolutionShape shape = new()
        {
            Height = 8,
            Width = 8,
            InChannels = 2,
            OutChannels = 10,
            KernelHeight = 3,
            KernelWidth = 3,
            Stride = 1,
            Padding = 1,
        };
        RealConvolution convolution = new(shape, TestValues.Floats(10 * 18, 9));
        float[] image = TestValues.Floats(128, 10);
        float[] output = new float[convolution.OutputLength];
        float[] scratch = new float[shape.PaddedLength];
        convolution.Forward(image, output, scratch);
        long before = GC.GetAllocatedBytesForCurrentThread();
        convolution.Forward(image, output, scratch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static float[] FirstOf(float[] outputs, RealConvolutionShape s, int height, int width) =>
        [.. Enumerable.Range(0, height).SelectMany(y => outputs.AsSpan(y * s.OutWidth * s.OutChannels, width * s.OutChannels).ToArray())];

    private static float[] ByDefinition(RealConvolutionShape s, float[] image, float[] weights)
    {
        float[] output = new float[s.OutHeight * s.OutWidth * s.OutChannels];
        for (int i = 0; i < output.Length; i++)
        {
            int o = i % s.OutChannels;
            int ox = i / s.OutChannels % s.OutWidth;
            int oy = i / s.OutChannels / s.OutWidth;
            float sum = 0f;
            for (int k = 0; k < s.Depth; k++)
            {
                int c = k % s.InChannels;
                int x = (ox * s.Stride) + (k / s.InChannels % s.KernelWidth) - s.Padding;
                int y = (oy * s.Stride) + (k / s.InChannels / s.KernelWidth) - s.Padding;
                bool inside = x >= 0 && y >= 0 && x < s.Width && y < s.Height;
                float value = inside ? image[(((y * s.Width) + x) * s.InChannels) + c] : s.PaddingValue;
                sum = MathF.FusedMultiplyAdd(value, weights[(o * s.Depth) + k], sum);
            }

            output[i] = sum;
        }

        return output;
    }
}
