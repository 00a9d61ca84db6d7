namespace PimSim.Bits.Tests;

public sealed class NormKernelsTests
{
    private const int Pixels = 12;

    // One row without a border, or rows of others that have two pixels between them.
    private static readonly int[] RowCounts = [1, 4];

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(21)]
    [InlineData(56)]
    [InlineData(64)]
    public void EveryWidthGivesTheBitsOfTheDefinition(int channels)
    {
        float[] x = TestValues.Floats(Pixels * channels, 1);
        float[] gradient = TestValues.Floats(Pixels * channels, 2);
        float[][] p = [.. Enumerable.Range(3, 6).Select(i => TestValues.Floats(channels, (uint)i))];
        float[] sums = new float[channels];
        float[] squares = new float[channels];
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        float[] signs = new float[x.Length];
        float[] input = new float[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % channels;
            float deviation = x[i] - p[0][c];
            float standardized = deviation * p[1][c];
            float normalized = MathF.FusedMultiplyAdd(standardized, p[2][c], p[3][c]);
            float g = Math.Abs(normalized) > 1f ? 0f : gradient[i];
            sums[c] += x[i];
            squares[c] = MathF.FusedMultiplyAdd(deviation, deviation, squares[c]);
            signs[i] = normalized < 0f ? -1f : 1f;
            shift[c] += g;
            scale[c] = MathF.FusedMultiplyAdd(g, standardized, scale[c]);
            input[i] = MathF.FusedMultiplyAdd(standardized, 0f - p[4][c], g - p[5][c]) * p[0][c];
        }

        Assert.Contains(-1f, signs);
        foreach (LaneWidth width in AllWidths.Values)
        {
            NormParameters norm = new(p[0], p[1], p[2], p[3]);
            Same(sums, channels, to => NormKernels.Sums(x, channels, to, width));
            Same(squares, channels, to => NormKernels.SquaredDeviations(x, p[0], to, width));
            foreach (int count in RowCounts)
            {
                PixelRows rows = new(count, Pixels / count, ((Pixels / count) + (count > 1 ? 2 : 0)) * channels);
                float[] apart = Apart(gradient, rows, channels);
                float[] actual = new float[apart.Length];
                NormKernels.Signs(x, norm, rows, actual, width);
                Assert.Equal(Apart(signs, rows, channels), actual);
                float[] actualShift = new float[channels];
                Same(scale, channels, to => NormKernels.ParameterGradients(x, apart, rows, new NormParameters(p[0], p[1], p[2], p[3]), to, actualShift, width));
                Assert.Equal(TestValues.BitsOf(shift), TestValues.BitsOf(actualShift));
                Same(input, x.Length, to => NormKernels.InputGradient(x, apart, rows, new NormParameters(p[0], p[1], p[2], p[3]), p[4], p[5], p[0], to, width));
                Assert.Throws<ArgumentOutOfRangeException>(() => NormKernels.Signs(x, new NormParameters(p[0], p[1], p[2], p[3]), rows, new float[apart.Length - 1], width));
            }
        }
    }

    // Between the rows there are zeros.
    private static float[] Apart(float[] values, PixelRows rows, int channels)
    {
        float[] apart = new float[rows.Extent(channels)];
        for (int y = 0; y < rows.Rows; y++)
        {
            Array.Copy(values, y * rows.Width * channels, apart, y * rows.Stride, rows.Width * channels);
        }

        return apart;
    }

    private static void Same(float[] expected, int length, Action<float[]> run)
    {
        float[] actual = new float[length];
        run(actual);
        Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(actual));
    }
}
