namespace PimSim.Bits.Tests;

public sealed class RowKernelsTests
{
    // Rows, columns, channels: three rows have a kernel of their own; 96 = 6 vectors of 16 is the whole tile.
    public static readonly TheoryData<int, int, int> Kernels = new()
    {
        { 3, 3, 32 },
        { 3, 3, 64 },
        { 3, 3, 5 },
        { 3, 1, 20 },
        { 1, 1, 37 },
        { 2, 2, 18 },
        { 5, 5, 7 },
    };

    [Theory]
    [MemberData(nameof(Kernels))]
    public void WeightGradientsAreChainsOverTheList(int rows, int columns, int channels)
    {
        (int[] offsets, float[] factors, int stride, float[] image) = Case(columns, channels);
        int length = columns * channels;
        float[] expected = TestValues.Floats(rows * length, 3);
        for (int t = 0; t < expected.Length; t++)
        {
            for (int i = 0; i < offsets.Length; i++)
            {
                float value = image[offsets[i] + (t / length * stride) + (t % length)];
                expected[t] = MathF.FusedMultiplyAdd(factors[i], value, expected[t]);
            }
        }

        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] sums = TestValues.Floats(rows * length, 3);
            RowKernels.Accumulate(offsets, factors, image, rows, length, stride, sums, width);
            Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(sums));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void InputGradientsAreChainsOverColumnsThenTheList(int rows, int columns, int channels)
    {
        (int[] offsets, float[] factors, int stride, float[] image) = Case(columns, channels);
        float[] weights = TestValues.Floats(rows * columns * channels, 4);
        float[] expected = [.. image];
        for (int kx = 0; kx < columns; kx++)
        {
            for (int i = 0; i < offsets.Length; i++)
            {
                for (int t = 0; t < rows * channels; t++)
                {
                    (int ky, int c) = (t / channels, t % channels);
                    int at = offsets[i] + (ky * stride) + (kx * channels) + c;
                    expected[at] = MathF.FusedMultiplyAdd(factors[i], weights[(((ky * columns) + kx) * channels) + c], expected[at]);
                }
            }
        }

        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] target = [.. image];
            RowKernels.Scatter(offsets, factors, weights, rows, columns, channels, stride, target, width);
            Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(target));
        }
    }

    [Fact]
    public void OffsetOutsideTheImageIsRefused()
    {
        float[] image = new float[40];
        Assert.Throws<ArgumentException>(() => RowKernels.Accumulate([37], [1f], image, 1, 4, 0, new float[4]));
        Assert.Throws<ArgumentException>(() => RowKernels.Scatter([-1], [1f], new float[4], 1, 1, 4, 0, image));
    }

    // Overlapping patches in an image of 10 x 10 pixels, two pixels or one apart.
    private static (int[] Offsets, float[] Factors, int Stride, float[] Image) Case(int columns, int channels)
    {
        int side = 10;
        int stride = side * channels;
        int windows = (side - columns) / 2;
        int[] offsets = new int[windows * windows];
        for (int i = 0; i < offsets.Length; i++)
        {
            int y = (i / windows * 2) + (i % 2);
            int x = (i % windows * 2) + (i / 3 % 2);
            offsets[i] = (Math.Min(y, side - 5) * stride) + (Math.Min(x, side - columns) * channels);
        }

        return (offsets, TestValues.Floats(offsets.Length, 1), stride, TestValues.Floats(side * stride, 2));
    }
}
