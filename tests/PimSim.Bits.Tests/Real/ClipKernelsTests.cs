namespace PimSim.Bits.Tests;

public sealed class ClipKernelsTests
{
    [Theory]
    [InlineData(-0.5f, 0.25f)]
    [InlineData(0.25f, 0.5f)]
    [InlineData(-0.75f, -0.25f)]
    public void EveryWidthGivesTheBitsOfTheDefinition(float lower, float upper)
    {
        float[] w = [.. TestValues.Floats(37, 1), lower, upper, 0f, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity];
        float[] gradient = TestValues.Floats(w.Length, 2);
        float[] clipped = [.. w.Select(v => v < lower ? lower : v > upper ? upper : v)];
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] signs = new float[w.Length];
            ClipKernels.Signs(w, lower, upper, signs, width);
            Assert.Equal(clipped.Select(v => v >= 0f ? 1f : -1f), signs);
            float[] written = [.. w];
            ClipKernels.Clip(written, lower, upper, width);
            Assert.Equal(TestValues.BitsOf(clipped), TestValues.BitsOf(written));
            foreach (bool inclusive in (bool[])[false, true])
            {
                float[] inside = new float[w.Length];
                float[] below = new float[w.Length];
                float[] above = new float[w.Length];
                ClipKernels.Split(w, gradient, lower, upper, inclusive, inside, below, above, width);
                for (int i = 0; i < w.Length; i++)
                {
                    bool passes = inclusive ? w[i] >= lower && w[i] <= upper : !(w[i] <= lower) && !(w[i] >= upper);
                    Assert.Equal(passes ? gradient[i] : 0f, inside[i]);
                    Assert.Equal(w[i] <= lower ? gradient[i] : 0f, below[i]);
                    Assert.Equal(w[i] >= upper ? gradient[i] : 0f, above[i]);
                }
            }
        }
    }
}
