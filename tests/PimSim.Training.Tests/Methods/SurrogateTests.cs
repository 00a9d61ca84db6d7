namespace PimSim.Training.Tests;

/// <summary>Methods without recorded gradients against central differences of what they let gradients pass.</summary>
public sealed class SurrogateTests
{
    private const int Channels = 3;
    private const int Count = 90;
    private static readonly float[] W = [.. InitialWeights.Uniform(5, 1, Count, 1).Select(v => 1.6f * v)];
    private static readonly float[] G = InitialWeights.Uniform(5, 2, Count, 1);

    [Fact]
    public void StandardizedClipping()
    {
        StandardizedClipping method = new(new ClippingOptions { InitialDeviations = 0.9f }, Channels);
        float[] gradient = new float[Count];
        float[] learned = new float[2];
        method.Backward(W, G, gradient, learned);
        (double l, double u) = (method.Learned[0], method.Learned[1]);
        double[] w = Doubles(W);
        GoldenVectors.AssertClose(ReferenceStandardization.Differences(w, G, v => Clipped(v, l, u)), gradient, 1e-5);
        double[] thresholds = [.. ReferenceStandardization.Differences([l], [1f], v => [Loss(w, v[0], u)]), .. ReferenceStandardization.Differences([u], [1f], v => [Loss(w, l, v[0])])];
        GoldenVectors.AssertClose(thresholds, learned, 1e-5);
        Assert.NotEqual(0f, learned[0]);
    }

    [Fact]
    public void RelativeClippingByItsRatios()
    {
        RelativeClipping method = new(new ClippingOptions(), Channels);
        method.Resume(W);
        float[] learned = new float[2];
        method.Backward(W, G, new float[Count], learned);
        double[] w = Doubles(W);
        double mean = w.Average(Math.Abs);
        double[] ratios = [.. ReferenceStandardization.Differences(
            [1.6], [1f], v => [ReferenceClipping.Clip(w, -v[0] * mean, 1.6 * mean).Select((x, i) => x * G[i]).Sum()]),
            .. ReferenceStandardization.Differences([1.6], [1f], v => [ReferenceClipping.Clip(w, -1.6 * mean, v[0] * mean).Select((x, i) => x * G[i]).Sum()])];
        GoldenVectors.AssertClose(ratios, learned, 1e-5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sign(bool scales)
    {
        SignMethod method = new(Channels, scales);
        float[] gradient = new float[Count];
        method.Backward(W, G, gradient, []);
        GoldenVectors.AssertClose(ReferenceStandardization.Differences(Doubles(W), G, v => ReferenceClipping.Clip(v, -1, 1)), gradient, 1e-5);
        Assert.Contains(0f, gradient);
        float[] weights = [.. W];
        method.AfterUpdate(weights);
        Assert.Equal(W.Select(v => Math.Clamp(v, -1f, 1f)), weights);
    }

    [Fact]
    public void ScalesOfChannelsAreMeansOfMagnitudes()
    {
        float[] scaled = [1f, 1f, 1f, 2f, 2f, 2f];
        LayerScale scale = new SignMethod(Channels, scales: true).Forward(W, new float[Count]);
        scale.ApplyChannels(scaled);
        Assert.Equal(1f, scale.Uniform);
        double[] means = [.. W.Chunk(30).Select(c => c.Average(v => (double)Math.Abs(v)))];
        GoldenVectors.AssertClose([.. means, .. means.Select(m => 2 * m)], scaled, 1e-6);
        LayerScale one = new SignMethod(Channels, scales: false).Forward(W, new float[Count]);
        float[] kept = [.. scaled];
        one.ApplyChannels(kept);
        Assert.Equal(1f, one.Uniform);
        Assert.Equal(scaled, kept);
    }

    [Fact]
    public void PiecewisePolynomial()
    {
        float[] mean = [0.5f, -0.25f];
        float[] inverse = [0.75f, 1.5f];
        float[] gamma = [1.25f, -0.8f];
        float[] beta = [0.1f, 0.2f];
        float[] x = [.. Enumerable.Range(0, 40).Select(i => (i - 20) * 0.11f)];
        float[] gradient = [.. Enumerable.Range(0, 40).Select(i => 1f + i)];
        PiecewiseGradient.Apply(x, new Bits.NormParameters(mean, inverse, gamma, beta), gradient);
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % 2;
            double n = ((x[i] - mean[c]) * inverse[c] * gamma[c]) + beta[c];
            double difference = (Polynomial(n + 1e-6) - Polynomial(n - 1e-6)) / 2e-6;
            Assert.Equal((1 + i) * difference, gradient[i], 1e-4);
        }
    }

    // The sign as Bi-Real net approximates it.
    private static double Polynomial(double x) => x < -1 ? -1 : x < 0 ? (2 * x) + (x * x) : x < 1 ? (2 * x) - (x * x) : 1;

    private static double[] Clipped(double[] w, double l, double u) => ReferenceClipping.Clip(ReferenceStandardization.Standardize(w, Channels, 1), l, u);

    private static double Loss(double[] w, double l, double u) => Clipped(w, l, u).Select((v, i) => v * G[i]).Sum();

    private static double[] Doubles(float[] values) => [.. values.Select(v => (double)v)];
}
