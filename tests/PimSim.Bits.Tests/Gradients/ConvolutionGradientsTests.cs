namespace PimSim.Bits.Tests;

public sealed class ConvolutionGradientsTests
{
    // Height, width, channels, outputs, kernel rows, kernel columns, stride, padding, pool. Kernel rows of 1 to 200 values go
    // through every tile of the sums; short ones with small windows have lanes of outputs; three rows have a kernel of their own.
    public static readonly TheoryData<int, int, int, int, int, int, int, int, int> Shapes = new()
    {
        { 8, 6, 1, 32, 3, 3, 1, 1, 2 },
        { 7, 9, 3, 19, 3, 3, 1, 1, 2 },
        { 6, 6, 1, 5, 5, 2, 1, 2, 1 },
        { 9, 7, 2, 9, 3, 3, 2, 1, 2 },
        { 9, 9, 3, 4, 3, 3, 1, 1, 3 },
        { 6, 8, 32, 6, 3, 3, 1, 1, 2 },
        { 7, 7, 64, 3, 3, 3, 1, 1, 2 },
        { 6, 5, 16, 5, 3, 3, 1, 1, 1 },
        { 7, 9, 13, 7, 3, 3, 2, 1, 1 },
        { 5, 4, 37, 3, 1, 1, 1, 0, 1 },
        { 6, 6, 18, 3, 2, 2, 2, 0, 1 },
        { 7, 7, 7, 4, 5, 5, 1, 2, 3 },
        { 4, 5, 70, 2, 4, 3, 1, 1, 2 },
        { 7, 6, 4, 35, 3, 3, 1, 1, 2 },
        { 9, 12, 32, 37, 3, 3, 1, 0, 2 },
        { 8, 7, 96, 17, 3, 3, 1, 2, 2 },
        { 4, 4, 32, 33, 3, 3, 1, 0, 2 },
        { 4, 70, 32, 3, 3, 3, 1, 1, 2 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void EverySumIsTheChainOfItsDefinition(int height, int width, int channels, int outputs, int rows, int columns, int stride, int padding, int pool)
    {
        RealConvolutionShape shape = new()
        {
            Height = height,
            Width = width,
            InChannels = channels,
            OutChannels = outputs,
            KernelHeight = rows,
            KernelWidth = columns,
            Stride = stride,
            Padding = padding,
        };
        (int down, int across) = (shape.OutHeight / pool, shape.OutWidth / pool);
        int[] places = [.. TestValues.Floats(down * across * outputs, 1).Select(v => (int)(MathF.Abs(v) * 1000f) % (pool * pool))];
        float[] gradient = TestValues.Floats(places.Length, 2);
        float[] padded = TestValues.Floats(shape.PaddedLength, 3);
        float[] weights = TestValues.Floats(outputs * shape.Depth, 4);
        float[] expectedWeights = new float[weights.Length];
        float[] expectedInputs = new float[padded.Length];
        for (int image = 0; image < 2; image++)
        {
            AddWeights(shape, across, pool, places, gradient, padded, expectedWeights);
        }

        MakeInputs(shape, across, pool, places, gradient, weights, expectedInputs);
        GradientScratch scratch = new();
        foreach (LaneWidth lanes in AllWidths.Values)
        {
            ConvolutionGradients both = new(shape, down, across, pool, hasInputGradients: true, lanes);
            ConvolutionGradients weightsOnly = new(shape, down, across, pool, hasInputGradients: false, lanes);
            both.SetWeights(weights);
            float[] sums = new float[both.WeightCount];
            float[] inputs = TestValues.Floats(padded.Length, 5);
            both.Run(places, gradient, padded, sums, inputs, scratch);
            weightsOnly.Run(places, gradient, padded, sums, default, scratch);
            float[] actual = new float[sums.Length];
            both.ToWeightOrder(sums, actual);
            Assert.Equal(TestValues.BitsOf(expectedWeights), TestValues.BitsOf(actual));
            Assert.Equal(TestValues.BitsOf(expectedInputs), TestValues.BitsOf(inputs));
        }
    }

    [Fact]
    public void ArraysThatDoNotFitAreRefused()
    {
        RealConvolutionShape shape = new() { Height = 4, Width = 4, InChannels = 2, OutChannels = 3, KernelHeight = 3, KernelWidth = 3, Stride = 1, Padding = 1 };
        Assert.Throws<ArgumentException>(() => new ConvolutionGradients(shape, 3, 2, 2, hasInputGradients: true));
        ConvolutionGradients gradients = new(shape, 2, 2, 2, hasInputGradients: true);
        int[] places = new int[12];
        float[] image = new float[shape.PaddedLength];
        float[] sums = new float[gradients.WeightCount];
        gradients.Run(places, new float[12], image, sums, new float[image.Length], new GradientScratch());
        Assert.Throws<ArgumentException>(() => gradients.Run(places, new float[11], image, sums, new float[image.Length], new GradientScratch()));
        Assert.Throws<ArgumentException>(() => gradients.Run(places, new float[12], image, sums, default, new GradientScratch()));
        places[5] = 4;
        Assert.Throws<ArgumentException>(() => gradients.Run(places, new float[12], image, sums, new float[image.Length], new GradientScratch()));
        places[5] = -1;
        Assert.Throws<ArgumentException>(() => gradients.Run(places, new float[12], image, sums, new float[image.Length], new GradientScratch()));
    }

    private static void AddWeights(RealConvolutionShape shape, int across, int pool, int[] places, float[] gradient, float[] padded, float[] sums)
    {
        for (int t = 0; t < sums.Length; t++)
        {
            (int o, int tap) = (t / shape.Depth, t % shape.Depth);
            (int ky, int kx, int c) = (tap / shape.InChannels / shape.KernelWidth, tap / shape.InChannels % shape.KernelWidth, tap % shape.InChannels);
            for (int p = 0; p < places.Length / shape.OutChannels; p++)
            {
                int at = (p * shape.OutChannels) + o;
                int y = (((p / across * pool) + (places[at] / pool)) * shape.Stride) + ky;
                int x = (((p % across * pool) + (places[at] % pool)) * shape.Stride) + kx;
                float value = padded[(((y * shape.PaddedWidth) + x) * shape.InChannels) + c];
                sums[t] = MathF.FusedMultiplyAdd(gradient[at], value, sums[t]);
            }
        }
    }

    private static void MakeInputs(RealConvolutionShape shape, int across, int pool, int[] places, float[] gradient, float[] weights, float[] target)
    {
        for (int o = 0; o < shape.OutChannels; o++)
        {
            for (int kx = 0; kx < shape.KernelWidth; kx++)
            {
                for (int p = 0; p < places.Length / shape.OutChannels; p++)
                {
                    int at = (p * shape.OutChannels) + o;
                    for (int i = 0; i < shape.KernelHeight * shape.InChannels; i++)
                    {
                        (int ky, int c) = (i / shape.InChannels, i % shape.InChannels);
                        int y = (((p / across * pool) + (places[at] / pool)) * shape.Stride) + ky;
                        int x = (((p % across * pool) + (places[at] % pool)) * shape.Stride) + kx;
                        int to = (((y * shape.PaddedWidth) + x) * shape.InChannels) + c;
                        float weight = weights[(((((o * shape.KernelHeight) + ky) * shape.KernelWidth) + kx) * shape.InChannels) + c];
                        target[to] = MathF.FusedMultiplyAdd(gradient[at], weight, target[to]);
                    }
                }
            }
        }
    }
}
