namespace PimSim.Bits.Tests;

public sealed class SignKernelsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(61)]
    [InlineData(64)]
    [InlineData(131)]
    public void EveryWidthPacksTheSigns(int count)
    {
        float[] values = TestValues.Signs(count, 1);
        foreach (LaneWidth width in AllWidths.Values)
        {
            ulong[] words = [.. Enumerable.Repeat(ulong.MaxValue, (count + 63) / 64)];
            SignKernels.Pack(values, words, width);
            for (int k = 0; k < words.Length * 64; k++)
            {
                Assert.Equal(k < count && values[k] < 0f, ((words[k / 64] >> (k % 64)) & 1) != 0);
            }
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(24)]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(80)]
    [InlineData(131)]
    public void PixelsBeginAtWords(int channels)
    {
        const int Pixels = 3;
        float[] values = TestValues.Signs(Pixels * channels, 2);
        int words = (channels + 63) / 64;
        foreach (LaneWidth width in AllWidths.Values)
        {
            ulong[] packed = [.. Enumerable.Repeat(ulong.MaxValue, Pixels * words)];
            SignKernels.PackPixels(values, channels, packed, width);
            for (int i = 0; i < packed.Length * 64; i++)
            {
                (int pixel, int c) = (i / 64 / words, i % (64 * words));
                Assert.Equal(c < channels && values[(pixel * channels) + c] < 0f, ((packed[i / 64] >> (i % 64)) & 1) != 0);
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => SignKernels.PackPixels(values, channels, new ulong[(Pixels * words) - 1], width));
        }
    }

    [Fact]
    public void DotsAreBasesLessTwiceTheMismatches()
    {
        int[] mismatches = [.. Enumerable.Range(0, 37).Select(i => i * 3 % 19)];
        int[] bases = [.. Enumerable.Range(0, 37).Select(i => 20 - (i % 5))];
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] dots = new float[37];
            SignKernels.Dots(mismatches, bases, dots, width);
            Assert.Equal(mismatches.Select((m, i) => (float)(bases[i] - (2 * m))), dots);
        }
    }
}
