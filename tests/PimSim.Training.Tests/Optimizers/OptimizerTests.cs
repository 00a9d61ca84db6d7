namespace PimSim.Training.Tests;

public sealed class OptimizerTests
{
    private static readonly UpdateStep Step = new UpdateSchedule(new ScheduleOptions { Kind = ScheduleKind.Constant }, 0.1f, 10, 1).Next();

    [Fact]
    public void MomentumGathersGradients()
    {
        ParameterOptimizer optimizer = ParameterOptimizer.Create(new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = 0.5f }, 1);
        float[] w = [1f];
        optimizer.Step(w, [2f], Step);
        Assert.Equal(0.8f, w[0], 1e-6f);
        optimizer.Step(w, [2f], Step);
        Assert.Equal(0.5f, w[0], 1e-6f);
        Assert.Equal([3f], Assert.Single(optimizer.State));
    }

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.Adam)]
    public void DecayIsAPartOfTheGradient(OptimizerKind kind)
    {
        OptimizerOptions options = new() { Kind = kind, Decay = 0.25f };
        float[] decayed = [2f, -4f];
        float[] plain = [2f, -4f];
        ParameterOptimizer.Create(options, 2).Step(decayed, [1f, 1f], Step);
        ParameterOptimizer.Create(options with { Decay = 0f }, 2).Step(plain, [1.5f, 0f], Step);
        Assert.Equal(plain, decayed);
        float[] exempt = [2f, -4f];
        ParameterOptimizer.Create(options, 2, decays: false).Step(exempt, [1.5f, 0f], Step);
        Assert.Equal(plain, exempt);
    }

    [Fact]
    public void AdamKeepsBothMoments()
    {
        ParameterOptimizer optimizer = ParameterOptimizer.Create(new OptimizerOptions(), 1);
        float[] w = [1f];
        optimizer.Step(w, [3f], Step);
        Assert.Equal(0.9f, w[0], 1e-6f);
        Assert.Equal(0.3f, optimizer.State[0][0], 1e-6f);
        Assert.Equal(0.009f, optimizer.State[1][0], 1e-6f);
    }
}
