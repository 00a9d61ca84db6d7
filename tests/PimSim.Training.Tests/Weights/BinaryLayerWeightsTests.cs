using PimSim.Bnn;

namespace PimSim.Training.Tests;

public sealed class BinaryLayerWeightsTests
{
    private const int Channels = 4;
    private static readonly UpdateStep Step = new UpdateSchedule(new ScheduleOptions(), 1e-2f, 1000, 1).Next();

    [Fact]
    public void WriteBackKeepsWeightsInTheRange()
    {
        BinaryLayerWeights weights = Make(TrainingMethod.RelativeClipping);
        for (int i = 0; i < 50; i++)
        {
            weights.Update(Gradient(i), Step);
            float mean = weights.Values.Average(Math.Abs);
            (float lower, float upper) = Range(weights);
            Assert.Equal(1.0f, upper / weights.Values.Max(), 0.15f);
            Assert.Equal(1.0f, lower / weights.Values.Min(), 0.15f);
            Assert.True(weights.Values.Count(w => w == weights.Values.Max()) > 1, "weights that were cut share the range's end");
            Assert.InRange(upper, mean * 0.9999f, mean * 2f);
            Assert.InRange(-lower, mean * 0.9999f, mean * 2f);
        }
    }

    [Fact]
    public void RangeFollowsTheMagnitudeOfTheWeights()
    {
        (float lower, float upper) = Range(Make(TrainingMethod.RelativeClipping));
        (float largeLower, float largeUpper) = Range(Make(TrainingMethod.RelativeClipping, scale: 8f));
        Assert.Equal(8f * upper, largeUpper, 1e-5f);
        Assert.Equal(8f * lower, largeLower, 1e-5f);
    }

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.AbsoluteClipping)]
    public void ThresholdsStartAtTheRatioAndMoveAgainstTheirGradients(TrainingMethod method)
    {
        float mean = Values(1f).Average(Math.Abs);
        BinaryLayerWeights weights = Make(method);
        (float lower, float upper) = Range(weights);
        if (method == TrainingMethod.AbsoluteClipping)
        {
            Assert.Equal(1.6f * mean, upper, 1e-6f);
            Assert.Equal(-1.6f * mean, lower, 1e-6f);
        }

        float[] gradient = [.. weights.Values.Select(v => v > 0f ? -1f : 1f)];
        weights.Update(gradient, Step);
        Assert.True(Range(weights).Upper > upper, "a negative gradient raises the upper threshold");
        Assert.True(Range(weights).Lower < lower, "a positive gradient lowers the lower threshold");
    }

    [Fact]
    public void StandardizedThresholdsStartAtDeviations() =>
        Assert.Equal((-1.28f, 1.28f), Range(Make(TrainingMethod.StandardizedClipping)));

    [Theory]
    [InlineData(TrainingMethod.ReCu)]
    [InlineData(TrainingMethod.Sign)]
    [InlineData(TrainingMethod.XnorNet)]
    public void OthersLearnNoThresholds(TrainingMethod method)
    {
        BinaryLayerWeights weights = Make(method);
        Assert.Null(weights.Range);
        Assert.Equal(["weights", "weights.0", "weights.1"], weights.State.Select(s => s.Key), StringComparer.Ordinal);
    }

    [Fact]
    public void AbsoluteThresholdsKeepTheirFloor()
    {
        Assert.Equal((-1e-3f, 1e-3f), Range(Make(TrainingMethod.AbsoluteClipping, scale: 1e-3f)));
    }

    [Theory]
    [InlineData(TrainingMethod.RelativeClipping)]
    [InlineData(TrainingMethod.AbsoluteClipping)]
    [InlineData(TrainingMethod.StandardizedClipping)]
    public void ClippedSetsStoreWhatTheyWereComputedFrom(TrainingMethod method)
    {
        BinaryLayerWeights weights = Make(method);
        float[] signs = new float[weights.Values.Length];
        LayerScale scale = weights.Prepare(signs);
        StoredWeights stored = weights.Export();
        ClippedWeights clipped = Assert.IsType<ClippedWeights>(stored.Weights);
        Assert.Null(stored.ChannelScales);
        Assert.Equal((clipped.Lower, clipped.Upper), Range(weights));
        BinarizedWeights binarized = BinarizedForm.Binarize(clipped, Channels, "layer");
        Assert.Equal(scale.Uniform, binarized.Scale);
        Assert.Equal(PackedSigns.From(signs).Bits, binarized.Bits);
        Assert.Equal(clipped.Values.Average(v => Math.Abs(Math.Clamp(v, clipped.Lower, clipped.Upper))), scale.Uniform, 1e-6f);
        if (method != TrainingMethod.StandardizedClipping)
        {
            Assert.Equal(weights.Values, clipped.Values);
        }
    }

    [Fact]
    public void PlainDescentScalesThresholdGradientsByTheRootOfTheCount()
    {
        OptimizerOptions sgd = new() { Kind = OptimizerKind.Sgd, Momentum = 0f };
        float[] values = Values(1f);
        BinaryLayerWeights weights = new(values, Channels, new AbsoluteClipping(new ClippingOptions(), Channels), sgd);
        (float lower, float upper) = Range(weights);
        int above = values.Count(v => v >= upper);
        float[] gradient = new float[values.Length];
        Array.Fill(gradient, -1f);
        weights.Update(gradient, Step);
        Assert.Equal(upper + (Step.Rate * above / Math.Sqrt(values.Length)), Range(weights).Upper, 1e-6);
        Assert.True(Range(weights).Lower > lower);
    }

    [Fact]
    public void FlipsAreTheSignsThatChanged()
    {
        BinaryLayerWeights weights = Make(TrainingMethod.Sign);
        Assert.Equal(0.0, weights.TakeFlips());
        for (int i = 0; i < 9; i++)
        {
            weights.Values[i] = -weights.Values[i];
        }

        Assert.Equal(9.0 / weights.Values.Length, weights.TakeFlips());
        Assert.Equal(0.0, weights.TakeFlips());
    }

    private static (float Lower, float Upper) Range(BinaryLayerWeights weights) => (weights.Range!.Value.Lower, weights.Range.Value.Upper);

    private static BinaryLayerWeights Make(TrainingMethod method, float scale = 1f) =>
        new([.. Values(scale)], Channels, TrainingMethods.Create(method, new ClippingOptions(), Channels), new OptimizerOptions());

    private static float[] Values(float scale) => InitialWeights.Uniform(1, 1, Channels * 90, 90).Select(v => v * scale).ToArray();

    private static float[] Gradient(int step) => InitialWeights.Uniform(2, step, Channels * 90, 90);
}
