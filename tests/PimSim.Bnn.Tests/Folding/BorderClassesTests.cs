using CsCheck;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

public sealed class BorderClassesTests
{
    [Fact]
    public void A_3x3_kernel_with_padding_1_has_nine_classes_in_reading_order()
    {
        var classes = BorderClasses.Of(Node(3, 3, 1, 1, PaddingValue.Zero), new ImageShape(4, 4, 2));

        Assert.Equal(9, classes.Count);
        Assert.Equal([0, 1, 1, 2, 3, 4, 4, 5, 3, 4, 4, 5, 6, 7, 7, 8], classes.ClassOf.ToArray());
        Assert.Equal([8, 12, 8, 12, 18, 12, 8, 12, 8], Enumerable.Range(0, 9).Select(classes.ValidPositions));
        Assert.Equal(18, classes.Positions);
    }

    [Theory]
    [InlineData(PaddingValue.PlusOne)]
    [InlineData(PaddingValue.MinusOne)]
    public void Padding_with_values_has_one_class(PaddingValue value)
    {
        var classes = BorderClasses.Of(Node(3, 3, 1, 1, value), new ImageShape(4, 4, 2));

        Assert.Equal(1, classes.Count);
        Assert.Equal(18, classes.ValidPositions(0));
        Assert.Equal(0, classes.PadMismatches(new BinarizedWeights([ulong.MaxValue >> 46], 18, 1f), 0, 0));
    }

    [Fact]
    public void A_dense_layer_has_one_class()
    {
        var classes = BorderClasses.OfDense(100);

        Assert.Equal((1, 100, 100), (classes.Count, classes.Positions, classes.ValidPositions(0)));
        Assert.Equal(0, classes.PadMismatches(new BinarizedWeights([ulong.MaxValue, ulong.MaxValue >> 28], 100, 1f), 0, 0));
    }

    [Fact]
    public void Counts_equal_a_walk_over_every_window() =>
        Gen.Select(Gen.Int[1, 6], Gen.Int[1, 6], Gen.Int[1, 4], Gen.Int[1, 4], Gen.Int[1, 3], Gen.Int[0, 5], Gen.ULong)
            .Where(g => g.Item3 <= g.Item1 + (2 * g.Item6) && g.Item4 <= g.Item2 + (2 * g.Item6))
            .ForEach(400, g => Walk(g.Item1, g.Item2, Node(g.Item3, g.Item4, g.Item5, g.Item6, PaddingValue.Zero), g.Item7));

    private static void Walk(int height, int width, ConvolutionNode node, ulong bits)
    {
        const int channels = 2;
        int k = node.KernelHeight * node.KernelWidth * channels;
        var weights = new BinarizedWeights([bits, ulong.RotateLeft(bits, 17)], k * node.OutChannels, 1f);
        var classes = BorderClasses.Of(node, new ImageShape(height, width, channels));
        int outWidth = ((width + (2 * node.Padding) - node.KernelWidth) / node.Stride) + 1;
        for (int p = 0; p < classes.ClassOf.Length; p++)
        {
            for (int o = 0; o < node.OutChannels; o++)
            {
                int valid = 0;
                int padMismatches = 0;
                for (int i = 0; i < k; i++)
                {
                    int y = (p / outWidth * node.Stride) - node.Padding + (i / channels / node.KernelWidth);
                    int x = (p % outWidth * node.Stride) - node.Padding + (i / channels % node.KernelWidth);
                    bool inside = y >= 0 && x >= 0 && y < height && x < width;
                    int at = (o * k) + i;
                    valid += inside ? 1 : 0;
                    padMismatches += !inside && ((weights.Bits[at / 64] >> (at % 64)) & 1) == 1 ? 1 : 0;
                }

                Assert.Equal(valid, classes.ValidPositions(classes.ClassOf[p]));
                Assert.Equal(padMismatches, classes.PadMismatches(weights, o, classes.ClassOf[p]));
            }
        }
    }

    private static ConvolutionNode Node(int kernelHeight, int kernelWidth, int stride, int padding, PaddingValue value) => new()
    {
        Name = "conv",
        Inputs = [BnnNetwork.InputName],
        OutChannels = 2,
        KernelHeight = kernelHeight,
        KernelWidth = kernelWidth,
        Stride = stride,
        Padding = padding,
        PaddingValue = value,
        Groups = 1,
        Weights = new RealWeights([]),
    };
}
