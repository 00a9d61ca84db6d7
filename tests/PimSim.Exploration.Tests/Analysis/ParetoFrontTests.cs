using CsCheck;
using PimSim.Tests;

namespace PimSim.Exploration.Tests.Analysis;

public sealed class ParetoFrontTests
{
    private static readonly Gen<double[][]> Costs =
        Gen.Int[1, 4].SelectMany(objectives => Gen.Int[0, 5].Select(v => (double)v).Array[objectives].Array[1, 60]);

    [Fact]
    public void The_front_is_what_nobody_dominates() => Costs.ForEach(200, costs =>
    {
        int[] expected = [.. Enumerable.Range(0, costs.Length).Where(i => !costs.Any(other =>
            other.Zip(costs[i]).All(p => p.First <= p.Second) && other.Zip(costs[i]).Any(p => p.First < p.Second)))];
        Assert.Equal(expected, ParetoFront.Of(costs));
    });

    [Fact]
    public void The_knee_is_nearest_to_the_best_of_all() => Costs.ForEach(100, costs =>
    {
        double[][] front = [.. ParetoFront.Of(costs).Select(i => costs[i])];
        double Distance(double[] c) => c.Select((v, o) =>
        {
            double low = front.Min(f => f[o]);
            double high = front.Max(f => f[o]);
            return high == low ? 0 : (v - low) / (high - low) * ((v - low) / (high - low));
        }).Sum();
        int knee = ParetoFront.Knee(front);
        Assert.Equal(front.Min(Distance), Distance(front[knee]), 12);
        Assert.Equal(Enumerable.Range(0, front.Length).First(i => Distance(front[i]) <= Distance(front[knee])), knee);
    });
}
