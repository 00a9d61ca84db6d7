namespace PimSim.Training.Tests;

public sealed class WeightClippingTests
{
    private readonly GoldenVectors golden = GoldenVectors.Section("pwc");

    [Fact]
    public void DoubleTwinEqualsTheRecordedVectors()
    {
        double[] w = golden.Array("w");
        (double l, double u) = (golden.Number("l"), golden.Number("u"));
        double[] clipped = ReferenceClipping.Clip(w, l, u);
        double alpha = ReferenceClipping.Scale(clipped);
        GoldenVectors.AssertClose(golden.Array("wc"), clipped, 1e-9);
        Assert.Equal(golden.Number("alpha"), alpha, 1e-12);
        GoldenVectors.AssertClose(golden.Array("wb"), ReferenceClipping.Signs(clipped).Select(s => alpha * s), 1e-9);
        double[] gc = [.. golden.Array("gb").Select(g => alpha * g)];
        (double[] weights, double lower, double upper) = ReferenceClipping.Backward(w, l, u, gc, inclusive: false);
        GoldenVectors.AssertClose(golden.Array("gw"), weights, 1e-9);
        GoldenVectors.AssertClose(golden.Array("gw_inclusive"), ReferenceClipping.Backward(w, l, u, gc, inclusive: true).Weights, 1e-9);
        Assert.Equal(golden.Number("gl"), lower, 1e-11);
        Assert.Equal(golden.Number("gu"), upper, 1e-11);
    }

    [Theory]
    [InlineData(false, "gw")]
    [InlineData(true, "gw_inclusive")]
    public void ProductionEqualsTheRecordedVectors(bool inclusive, string expectedGradient)
    {
        float[] w = golden.Floats("w");
        (float l, float u) = ((float)golden.Number("l"), (float)golden.Number("u"));
        float alpha = WeightClipping.Scale(w, 3, l, u);
        Assert.Equal(golden.Number("alpha"), alpha, 1e-7);
        float[] signs = new float[w.Length];
        WeightClipping.Signs(w, l, u, signs);
        GoldenVectors.AssertClose(golden.Array("wb"), signs.Select(s => alpha * s), 1e-5);
        float[] written = [.. w];
        WeightClipping.WriteBack(written, l, u);
        GoldenVectors.AssertClose(golden.Array("wc"), written, 1e-6);

        float[] gc = [.. golden.Floats("gb").Select(g => alpha * g)];
        float[] weights = new float[w.Length];
        ThresholdGradients thresholds = WeightClipping.Backward(w, 3, l, u, inclusive, gc, weights);
        GoldenVectors.AssertClose(golden.Array(expectedGradient), weights, 1e-5);
        Assert.Equal(golden.Number("gl"), thresholds.Lower, 1e-6);
        Assert.Equal(golden.Number("gu"), thresholds.Upper, 1e-6);
    }

    [Fact]
    public void WeightsOnAThresholdHaveAGradientOnlyWhenInclusive()
    {
        float[] w = [-0.5f, 0.25f, 0.1f, 0.6f];
        float[] gc = [1f, 2f, 4f, 8f];
        float[] gradient = new float[4];
        ThresholdGradients thresholds = WeightClipping.Backward(w, 2, -0.5f, 0.25f, inclusive: false, gc, gradient);
        Assert.Equal([0f, 0f, 4f, 0f], gradient);
        Assert.Equal(new ThresholdGradients(1f, 10f), thresholds);
        thresholds = WeightClipping.Backward(w, 2, -0.5f, 0.25f, inclusive: true, gc, gradient);
        Assert.Equal([1f, 2f, 4f, 0f], gradient);
        Assert.Equal(new ThresholdGradients(1f, 10f), thresholds);
    }

    [Fact]
    public void GradientsAreThoseOfTheSurrogate()
    {
        // The surrogate lets gradients pass the scaled sign: its loss is the sum of gc * clip(w).
        double[] w = [.. Enumerable.Range(0, 40).Select(i => (((i * 37) % 41) - 20.3) / 60.0)];
        float[] gc = [.. Enumerable.Range(0, 40).Select(i => (((i * 29) % 31) - 14.5f) / 10f)];
        (double l, double u) = (-0.2, 0.25);
        float[] gradient = new float[w.Length];
        float[] weights = [.. w.Select(v => (float)v)];
        ThresholdGradients thresholds = WeightClipping.Backward(weights, 4, (float)l, (float)u, inclusive: false, gc, gradient);
        const double Step = 1e-5;
        double Loss(double[] values, double lower, double upper) => ReferenceClipping.Clip(values, lower, upper).Select((v, i) => v * gc[i]).Sum();
        Assert.Equal((Loss(w, l + Step, u) - Loss(w, l - Step, u)) / (2 * Step), thresholds.Lower, 1e-5);
        Assert.Equal((Loss(w, l, u + Step) - Loss(w, l, u - Step)) / (2 * Step), thresholds.Upper, 1e-5);
        for (int i = 0; i < w.Length; i++)
        {
            double[] above = [.. w.Select((v, j) => j == i ? v + Step : v)];
            double[] below = [.. w.Select((v, j) => j == i ? v - Step : v)];
            Assert.Equal((Loss(above, l, u) - Loss(below, l, u)) / (2 * Step), gradient[i], 1e-5);
        }
    }
}
