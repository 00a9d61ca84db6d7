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
        for (int y = 0; y < 6; y++)
        {
            Assert.Equal(whole.AsSpan(y * 7 * 20, 6 * 20).ToArray(), part.AsSpan(y * 6 * 20, 6 * 20).ToArray());
        }
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
