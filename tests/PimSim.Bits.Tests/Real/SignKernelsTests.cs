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

    [Fact]
    public void DotsAreBasesLessTwiceTheMismatches()
    {
        int[] mismatches = [.. Enumerable.Range(0, 37).Select(i => i * 3 % 19)];
        int[] bases = [.. Enumerable.Range(0, 37).Select(i => 20 - (i % 5))];
        float[] dots = new float[37];
        SignKernels.Dots(mismatches, bases, dots);
        Assert.Equal(mismatches.Select((m, i) => (float)(bases[i] - (2 * m))), dots);
    }
}
