using PimSim.Bits;

namespace PimSim.Training.Tests;

public sealed class ReCuMethodTests
{
    private const int Channels = 2;
    private static readonly double Factor = 2 * Math.Sqrt(2);

    [Fact]
    public void DoubleTwinEqualsTheRecordedVectors()
    {
        GoldenVectors golden = GoldenVectors.Section("recu");
        double[] standard = ReferenceStandardization.Standardize(golden.Array("w"), Channels, Factor);
        double quantile = ReferenceStandardization.Quantile(standard, golden.Number("tau"));
        double[] clamped = ReferenceClipping.Clip(standard, -quantile, quantile);
        GoldenVectors.AssertClose(golden.Array("w1"), standard, 1e-9);
        GoldenVectors.AssertClose([golden.Number("b"), golden.Number("Q")], new[] { standard.Average(Math.Abs), quantile }, 1e-9);
        GoldenVectors.AssertClose(golden.Array("w2"), clamped, 1e-9);
        GoldenVectors.AssertClose(golden.Array("alpha"), ReferenceStandardization.Scales(clamped, Channels), 1e-9);
    }

    [Fact]
    public void ProductionEqualsTheRecordedVectors()
    {
        GoldenVectors golden = GoldenVectors.Section("recu");
        float[] w = golden.Floats("w");
        GoldenVectors.AssertClose(golden.Array("w1"), new Standardization(2.8284271f, Channels).Forward(w).ToArray(), 1e-5);
        ReCuMethod method = AtTau(golden.Number("tau"));
        float[] signs = new float[w.Length];
        float[] scales = [1f, 1f];
        method.Forward(w, signs).ApplyChannels(scales);
        Assert.Equal(golden.Array("w2").Select(v => v >= 0 ? 1f : -1f), signs);
        GoldenVectors.AssertClose([golden.Number("Q")], new[] { method.Quantile }, 1e-5);
        GoldenVectors.AssertClose(golden.Array("alpha"), scales, 1e-5);
    }

    [Fact]
    public void TauFollowsTheRecordedSchedule()
    {
        GoldenVectors golden = GoldenVectors.Section("recu");
        ReCuMethod method = new(Channels);
        double[] taus = [.. Enumerable.Range(1, 10).Select(epoch =>
        {
            method.BeginEpoch(epoch, 10);
            return method.Tau;
        })];
        GoldenVectors.AssertClose(golden.Array("tau_sched_I10"), taus, 1e-9);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    public void GradientIsThatOfTheSurrogate(int epoch)
    {
        // The surrogate lets gradients pass the scaled sign; b is a constant, so Q is.
        float[] w = InitialWeights.Uniform(3, 1, 60, 30);
        float[] g = InitialWeights.Uniform(3, 2, 60, 1);
        ReCuMethod method = new(Channels);
        method.BeginEpoch(epoch, 10);
        method.Forward(w, new float[60]);
        double quantile = method.Quantile;
        float[] gradient = new float[60];
        method.Backward(w, g, gradient, []);
        double[] expected = ReferenceStandardization.Differences(
            [.. w.Select(v => (double)v)], g, v => ReferenceClipping.Clip(ReferenceStandardization.Standardize(v, Channels, Factor), -quantile, quantile));
        GoldenVectors.AssertClose(expected, gradient, 1e-5);
    }

    [Fact]
    public void SignsAreThoseOfWeightsLessTheirMean()
    {
        float[] w = [.. InitialWeights.Uniform(4, 1, 60, 1).Select((v, i) => v + (i < 30 ? 0.5f : -0.25f))];
        ReCuMethod method = new(Channels);
        float[] signs = new float[60];
        method.Forward(w, signs);
        Assert.Equal(w.Select((v, i) => v - (i < 30 ? w[..30].Average() : w[30..].Average()) >= 0 ? 1f : -1f), signs);
        Assert.NotEqual(w.Select(v => v >= 0 ? 1f : -1f), signs);
        StoredWeights stored = method.Store(w);
        Assert.Equal(PackedSigns.From(signs).Bits, Assert.IsType<Bnn.BinarizedWeights>(stored.Weights).Bits);
        Assert.Equal(Channels, stored.ChannelScales!.Length);
    }

    private static ReCuMethod AtTau(double tau)
    {
        // e^(i / I) is 1 + (tau - 0.85)(e - 1) / 0.14.
        double done = DeterministicMath.Log(1 + ((tau - 0.85) * (Math.E - 1) / 0.14));
        const int Epochs = 1_000_000_000;
        ReCuMethod method = new(Channels);
        method.BeginEpoch(1 + (int)Math.Round(done * Epochs), Epochs);
        return method;
    }
}
