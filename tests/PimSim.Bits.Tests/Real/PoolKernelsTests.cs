namespace PimSim.Bits.Tests;

public sealed class PoolKernelsTests
{
    private const int Height = 2;
    private const int Width = 3;
    private const float Scale = 0.3f;

    // Small whole numbers: most windows have their maximum at several places.
    [Theory]
    [InlineData(2, 21)]
    [InlineData(1, 16)]
    [InlineData(3, 5)]
    [InlineData(2, 32)]
    public void PoolTakesTheFirstMaximum(int size, int channels)
    {
        int length = Height * size * Width * size * channels;
        float[] image = [.. TestValues.Floats(length, 9).Select(v => MathF.Round(v))];
        AssertPooled(image, size, channels, (pooled, places, lanes) =>
            PoolKernels.FirstMaximum(image, Height, Width, channels, size, Scale, pooled, places, lanes));
        Assert.Throws<ArgumentException>(() => PoolKernels.FirstMaximum(image.AsSpan(1), Height, Width, channels, size, Scale, image, new int[length]));
    }

    // What is no number is never greater, and nothing is greater than it; of zeros of both signs the first stays.
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void PoolTakesOnlyWhatIsGreater(int size)
    {
        const int Channels = 37;
        float[] special = [float.NaN, -0f, 0f, -1f, float.NegativeInfinity, float.PositiveInfinity];
        float[] image = [.. TestValues.Floats(Height * size * Width * size * Channels, 12).Select(v => special[(int)(MathF.Abs(v) * 1000f) % special.Length])];
        AssertPooled(image, size, Channels, (pooled, places, lanes) =>
            PoolKernels.FirstMaximum(image, Height, Width, Channels, size, Scale, pooled, places, lanes));
    }

    [Theory]
    [InlineData(2, 21)]
    [InlineData(1, 16)]
    [InlineData(3, 5)]
    [InlineData(2, 32)]
    public void PoolOfDotsIsThePoolOfTheirNumbers(int size, int channels)
    {
        int length = Height * size * Width * size * channels;
        int[] mismatches = [.. TestValues.Floats(length, 10).Select(v => (int)MathF.Round(2f * MathF.Abs(v)))];
        int[] bases = [.. TestValues.Floats(length, 11).Select(v => 9 + (int)MathF.Round(v))];
        float[] image = [.. mismatches.Select((m, i) => (float)(bases[i] - (2 * m)))];
        AssertPooled(image, size, channels, (pooled, places, lanes) =>
            PoolKernels.FirstMaximumOfDots(mismatches, bases, Height, Width, channels, size, Scale, pooled, places, lanes));
        Assert.Throws<ArgumentException>(() =>
            PoolKernels.FirstMaximumOfDots(mismatches, bases.AsSpan(1), Height, Width, channels, size, Scale, image, new int[length]));
    }

    private static void AssertPooled(float[] image, int size, int channels, Action<float[], int[], LaneWidth> pool)
    {
        (float[] expected, int[] expectedPlaces) = PlainPool.FirstMaximum(image, Height, Width, channels, size, Scale);
        foreach (LaneWidth lanes in AllWidths.Values)
        {
            float[] pooled = new float[expected.Length];
            int[] places = new int[expected.Length];
            pool(pooled, places, lanes);
            Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(pooled));
            Assert.Equal(expectedPlaces, places);
        }
    }
}
