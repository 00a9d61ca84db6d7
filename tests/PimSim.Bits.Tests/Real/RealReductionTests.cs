namespace PimSim.Bits.Tests;

public sealed class RealReductionTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(37)]
    [InlineData(288)]
    [InlineData(1000)]
    public void SumIsSixteenChainsJoinedInHalves(int count)
    {
        float[] values = TestValues.Floats(count, 1);
        float expected = ByDefinition(values, v => v);
        foreach (LaneWidth width in AllWidths.Values)
        {
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(RealReduction.Sum16(values, width)));
        }
    }

    [Theory]
    [InlineData(5)]
    [InlineData(288)]
    [InlineData(577)]
    public void ClippedSumClipsThenTakesMagnitudes(int count)
    {
        float[] values = TestValues.Floats(count, 2);
        float expected = ByDefinition(values, v => Math.Abs(Math.Min(Math.Max(v, -0.4f), 0.7f)));
        foreach (LaneWidth width in AllWidths.Values)
        {
            float actual = RealReduction.SumAbs16Clipped(values, -0.4f, 0.7f, width);
            Assert.Equal(BitConverter.SingleToInt32Bits(expected), BitConverter.SingleToInt32Bits(actual));
        }
    }

    [Fact]
    public void ScaleIsTheMeanOverChannelsOfChannelSums()
    {
        float[] weights = TestValues.Floats(6 * 27, 3);
        float[] sums = new float[6];
        for (int o = 0; o < 6; o++)
        {
            sums[o] = RealReduction.SumAbs16Clipped(weights.AsSpan(o * 27, 27), -0.5f, 0.6f);
        }

        float expected = RealReduction.Sum16(sums) * (1f / (6 * 27));
        Assert.Equal(expected, RealReduction.MeanAbsClipped(weights, 6, -0.5f, 0.6f));
        double plain = weights.Average(w => Math.Abs(Math.Clamp((double)w, -0.5f, 0.6f)));
        Assert.Equal(plain, expected, 1e-6);
    }

    private static float ByDefinition(float[] values, Func<float, float> map)
    {
        float[] chains = new float[16];
        for (int i = 0; i < values.Length; i++)
        {
            chains[i % 16] = chains[i % 16] + map(values[i]);
        }

        float[] eight = [.. Enumerable.Range(0, 8).Select(i => chains[i] + chains[i + 8])];
        float[] four = [.. Enumerable.Range(0, 4).Select(i => eight[i] + eight[i + 4])];
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
