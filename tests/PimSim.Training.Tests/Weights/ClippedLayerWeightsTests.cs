using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training.Tests;

public sealed class ClippedLayerWeightsTests
{
    private const int Channels = 4;
    private static readonly AdamStepConstants Step = new AdamSchedule(1e-2f, 1000).Next();

    [Fact]
    public void WriteBackKeepsWeightsInTheRange()
    {
        ClippedLayerWeights weights = Make(ClippingMode.Relative);
        for (int i = 0; i < 50; i++)
        {
            weights.Update(Gradient(i), Step);
            float mean = weights.Values.Average(Math.Abs);
            Assert.Equal(1.0f, weights.Upper / weights.Values.Max(), 0.15f);
            Assert.Equal(1.0f, weights.Lower / weights.Values.Min(), 0.15f);
            Assert.True(weights.Values.Count(w => w == weights.Values.Max()) > 1, "weights that were cut share the range's end");
            Assert.InRange(weights.Upper, mean * 0.9999f, mean * 2f);
            Assert.InRange(-weights.Lower, mean * 0.9999f, mean * 2f);
        }
    }

    [Fact]
    public void RangeFollowsTheMagnitudeOfTheWeights()
    {
        ClippedLayerWeights small = Make(ClippingMode.Relative);
        ClippedLayerWeights large = Make(ClippingMode.Relative, scale: 8f);
        Assert.Equal(8f * small.Upper, large.Upper, 1e-5f);
        Assert.Equal(8f * small.Lower, large.Lower, 1e-5f);
    }

    [Theory]
    [InlineData(ClippingMode.Relative)]
    [InlineData(ClippingMode.Absolute)]
    public void ThresholdsStartAtTheRatioAndMoveAgainstTheirGradients(ClippingMode mode)
    {
        float[] values = Values(1f);
        float mean = values.Average(Math.Abs);
        ClippedLayerWeights weights = new([.. values], Channels, new ClippingOptions { Mode = mode });
        if (mode == ClippingMode.Absolute)
        {
            Assert.Equal(1.6f * mean, weights.Upper, 1e-6f);
            Assert.Equal(-1.6f * mean, weights.Lower, 1e-6f);
        }

        (float lower, float upper) = (weights.Lower, weights.Upper);
        float[] gradient = [.. weights.Values.Select(v => v > 0f ? -1f : 1f)];
        weights.Update(gradient, Step);
        Assert.True(weights.Upper > upper, "a negative gradient raises the upper threshold");
        Assert.True(weights.Lower < lower, "a positive gradient lowers the lower threshold");
    }

    [Fact]
    public void AbsoluteThresholdsKeepTheirFloor()
    {
        ClippedLayerWeights weights = new([.. Values(1e-3f)], Channels, new ClippingOptions { Mode = ClippingMode.Absolute });
        Assert.Equal((-1e-3f, 1e-3f), (weights.Lower, weights.Upper));
    }

    [Fact]
    public void ScaleIsTheMeanOfTheClippedSet()
    {
        ClippedLayerWeights weights = Make(ClippingMode.Absolute);
        float[] signs = new float[weights.Values.Length];
        float scale = weights.Prepare(signs);
        Assert.Equal(weights.Values.Average(v => Math.Abs(Math.Clamp(v, weights.Lower, weights.Upper))), scale, 1e-6f);
        Assert.Equal(weights.Values.Select(v => v >= 0f ? 1f : -1f), signs);
        ClippedWeights stored = Assert.IsType<ClippedWeights>(weights.Export());
        Assert.Equal(weights.Values, stored.Values);
        Assert.Equal((weights.Lower, weights.Upper), (stored.Lower, stored.Upper));
    }

    private static ClippedLayerWeights Make(ClippingMode mode, float scale = 1f) =>
        new([.. Values(scale)], Channels, new ClippingOptions { Mode = mode });

    private static float[] Values(float scale) => InitialWeights.Uniform(1, 1, Channels * 90, 90).Select(v => v * scale).ToArray();

    private static float[] Gradient(int step) => InitialWeights.Uniform(2, step, Channels * 90, 90);
}
