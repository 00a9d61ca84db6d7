namespace PimSim.Training.Tests;

public sealed class LossAndNormTests
{
    [Fact]
    public void LossGradientIsItsDerivative()
    {
        float[] scores = [1.5f, -0.25f, 3f, 2.75f];
        float[] gradient = new float[4];
        double loss = SoftmaxLoss.Evaluate(scores, 3, 0.5, gradient, out bool isCorrect);
        Assert.False(isCorrect);
        Assert.Equal(0.963295, loss, 1e-5);
        for (int c = 0; c < 4; c++)
        {
            const float Step = 1f / 1024;
            double above = SoftmaxLoss.Evaluate(With(scores, c, Step), 3, 1, new float[4], out _);
            double below = SoftmaxLoss.Evaluate(With(scores, c, -Step), 3, 1, new float[4], out _);
            Assert.Equal(0.5 * (above - below) / (2 * Step), gradient[c], 1e-6);
        }
    }

    [Fact]
    public void RunningStatisticsMoveByATenthAndVarianceIsUnbiased()
    {
        BatchNormState norm = new(1);
        norm.TakeSums([20f], 5);
        norm.TakeSquares([8f], 5);
        Assert.Equal(0.4f, norm.RunningMean[0], 1e-6f);
        Assert.Equal(0.9f + (0.1f * 2f), norm.RunningVariance[0], 1e-6f);
        Assert.Equal(1.0 / Math.Sqrt(1.6 + 1e-5), norm.Parameters.Inverse[0], 1e-6);
        Assert.Equal(4f, norm.Parameters.Mean[0]);
    }

    [Fact]
    public void RateFallsToZeroAlongACosine()
    {
        AdamSchedule schedule = new(0.01f, 4);
        float[] rates = [.. Enumerable.Range(0, 4).Select(_ => schedule.Next().Rate)];
        Assert.Equal(0.01f, rates[0]);
        Assert.Equal(0.005f, rates[2], 1e-8f);
        Assert.Equal(0.01 * 0.5 * (1 - Math.Sqrt(0.5)), rates[3], 1e-8);
    }

    private static float[] With(float[] scores, int index, float step)
    {
        float[] changed = [.. scores];
        changed[index] += step;
        return changed;
    }
}
