namespace PimSim.Training.Tests;

public sealed class LossAndNormTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void LossGradientIsItsDerivative(double smoothing)
    {
        float[] scores = [1.5f, -0.25f, 3f, 2.75f];
        float[] gradient = new float[4];
        double loss = SoftmaxLoss.Evaluate(scores, 3, 0.5, smoothing, gradient, out bool isCorrect);
        Assert.False(isCorrect);
        double everywhere = Enumerable.Range(0, 4).Average(c => SoftmaxLoss.Evaluate(scores, c, 1, 0.0, new float[4], out _));
        Assert.Equal(((1 - smoothing) * 0.963295) + (smoothing * everywhere), loss, 1e-5);
        for (int c = 0; c < 4; c++)
        {
            const float Step = 1f / 1024;
            double above = SoftmaxLoss.Evaluate(With(scores, c, Step), 3, 1, smoothing, new float[4], out _);
            double below = SoftmaxLoss.Evaluate(With(scores, c, -Step), 3, 1, smoothing, new float[4], out _);
            Assert.Equal(0.5 * (above - below) / (2 * Step), gradient[c], 1e-6);
        }
    }

    [Fact]
    public void RunningStatisticsMoveByATenthAndVarianceIsUnbiased()
    {
        BatchNormState norm = new(1, new OptimizerOptions());
        norm.TakeSums([20f], 5);
        norm.TakeSquares([8f], 5);
        Assert.Equal(0.4f, norm.RunningMean[0], 1e-6f);
        Assert.Equal(0.9f + (0.1f * 2f), norm.RunningVariance[0], 1e-6f);
        Assert.Equal(1.0 / Math.Sqrt(1.6 + 1e-5), norm.Parameters.Inverse[0], 1e-6);
        Assert.Equal(4f, norm.Parameters.Mean[0]);
    }

    private static float[] With(float[] scores, int index, float step)
    {
        float[] changed = [.. scores];
        changed[index] += step;
        return changed;
    }
}
