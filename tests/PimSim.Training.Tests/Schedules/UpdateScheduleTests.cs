namespace PimSim.Training.Tests;

public sealed class UpdateScheduleTests
{
    [Fact]
    public void CosineFallsToZero()
    {
        float[] rates = Rates(new ScheduleOptions(), 4, 1);
        Assert.Equal(0.01f, rates[0]);
        Assert.Equal(0.005f, rates[2], 1e-8f);
        Assert.Equal(0.01 * 0.5 * (1 - Math.Sqrt(0.5)), rates[3], 1e-8);
    }

    [Fact]
    public void WarmUpRisesAndTheCosineFollowsIt()
    {
        float[] rates = Rates(new ScheduleOptions { WarmUpSteps = 3 }, 7, 1);
        Assert.Equal([0.0025f, 0.005f, 0.0075f, 0.01f], rates[..4].Select(r => MathF.Round(r, 6)));
        Assert.Equal(0.005f, rates[5], 1e-8f);
    }

    [Fact]
    public void StepsMultiplyByTheFactor()
    {
        float[] rates = Rates(new ScheduleOptions { Kind = ScheduleKind.Step, StepEpochs = 2, StepFactor = 0.5f }, 2, 5);
        Assert.Equal([0.01f, 0.01f, 0.01f, 0.01f, 0.005f, 0.005f, 0.005f, 0.005f, 0.0025f, 0.0025f], rates);
    }

    [Fact]
    public void ConstantStays() => Assert.All(Rates(new ScheduleOptions { Kind = ScheduleKind.Constant }, 3, 2), r => Assert.Equal(0.01f, r));

    [Fact]
    public void SkippingGivesTheSameConstants()
    {
        UpdateSchedule walked = new(new ScheduleOptions(), 0.01f, 10, 1);
        for (int i = 0; i < 6; i++)
        {
            walked.Next();
        }

        UpdateSchedule skipped = new(new ScheduleOptions(), 0.01f, 10, 1);
        skipped.SkipTo(6);
        Assert.Equal(walked.Next(), skipped.Next());
        Assert.Equal(7, skipped.Done);
    }

    private static float[] Rates(ScheduleOptions options, int batches, int epochs)
    {
        UpdateSchedule schedule = new(options, 0.01f, batches, epochs);
        return [.. Enumerable.Range(0, batches * epochs).Select(_ => schedule.Next().Rate)];
    }
}
