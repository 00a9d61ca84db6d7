using CsCheck;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Exploration.Tests.Planning;

public sealed class SamplerTests
{
    private static readonly Gen<int[]> Counts = Gen.Int[1, 6].Array[1, 4];

    [Fact]
    public void A_grid_has_every_combination_once_the_last_axis_fastest() => Counts.ForEach(20, counts =>
    {
        ExplorationSpace space = TestSpaces.Of("grid", "", counts);
        IReadOnlyList<int[]> all = Samplers.Create(space, 100_000).Next([]);
        Assert.Equal(counts.Aggregate(1, (a, b) => a * b), all.Count);
        Assert.Equal(all.Select(Text).Order(StringComparer.Ordinal), all.Select(Text).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        Assert.Equal(Enumerable.Range(0, counts[^1]), all.Take(counts[^1]).Select(c => c[^1]));
    });

    [Fact]
    public void Constraints_leave_out_what_they_say()
    {
        ExplorationSpace space = TestSpaces.Of("grid", "'a0 * 2 <= a1 + 10', 'a0 != 12'", 4, 5);
        (int A, int B)[] expected = [.. Enumerable.Range(10, 4).SelectMany(a => Enumerable.Range(10, 5).Select(b => (a, b))).Where(p => p.a * 2 <= p.b + 10 && p.a != 12)];
        Assert.Equal(expected, Samplers.Create(space, 100).Next([]).Select(c => (c[0] + 10, c[1] + 10)));
    }

    [Theory]
    [InlineData("{kind: random, points: 40, seed: 3}")]
    [InlineData("{kind: latin-hypercube, points: 40, seed: 3}")]
    public void Drawn_points_are_in_the_space_admitted_and_different(string sampler)
    {
        ExplorationSpace space = TestSpaces.Of(sampler, "'a0 <= a1 + 2'", 7, 9, 5);
        IReadOnlyList<int[]> points = Samplers.Create(space, 100).Next([]);
        Assert.Equal(40, points.Count);
        Assert.Distinct(points.Select(Text), StringComparer.Ordinal);
        Assert.All(points, p => Assert.True(p[0] is >= 0 and < 7 && p[1] is >= 0 and < 9 && p[2] is >= 0 and < 5 && p[0] <= p[1] + 2));
        Assert.Equal(points.Select(Text), Samplers.Create(space, 100).Next([]).Select(Text), StringComparer.Ordinal);
    }

    [Fact]
    public void A_Latin_hypercube_uses_every_part_of_every_axis() => Gen.Int[2, 12].ForEach(12, (int n) =>
    {
        IReadOnlyList<int[]> points = Samplers.Create(TestSpaces.Of($"{{kind: latin-hypercube, points: {n}}}", "", n, n, n), 100).Next([]);
        for (int axis = 0; axis < 3; axis++)
        {
            Assert.Equal(Enumerable.Range(0, n), points.Select(p => p[axis]).Order());
        }
    });

    [Theory]
    [InlineData("{kind: random, points: 21}", "")]
    [InlineData("{kind: latin-hypercube, points: 4}", "'a0 > 100'")]
    [InlineData("grid", "'a0 > 100'")]
    public void More_points_than_there_are_cannot_be_drawn(string sampler, string constraints)
    {
        ExplorationSpace space = TestSpaces.Of(sampler, constraints, 4, 5);
        Assert.Equal("PIM1251", Assert.Throws<UserErrorException>(() => Samplers.Create(space, 100).Next([])).Diagnostics[0].Code);
    }

    [Fact]
    public void A_grid_that_constraints_leave_too_large_is_refused()
    {
        ExplorationSpace space = TestSpaces.Of("grid", "'a0 > 10'", 10, 10);
        Assert.Equal("PIM1244", Assert.Throws<UserErrorException>(() => Samplers.Create(space, 50).Next([])).Diagnostics[0].Code);
    }

    [Fact]
    public void Adaptive_rounds_follow_from_finished_rounds_and_repeat_nothing()
    {
        ExplorationSpace space = TestSpaces.Of("{kind: adaptive, points: 60, round: 16, seed: 5}", "", 12, 12, 12);
        List<FinishedPoint> once = Play(space);
        List<FinishedPoint> again = Play(space);
        Assert.Equal(60, once.Count);
        Assert.Equal(once.Select(p => Text(p.Point.Combination)), again.Select(p => Text(p.Point.Combination)), StringComparer.Ordinal);
        Assert.Distinct(once.Select(p => Text(p.Point.Combination)), StringComparer.Ordinal);
        Assert.Equal([16, 16, 16, 12], once.GroupBy(p => p.Point.Round).Select(g => g.Count()));
    }

    [Fact]
    public void Adaptive_rounds_come_nearer_to_the_front_than_drawn_points()
    {
        double Best(string sampler) => Play(TestSpaces.Of(sampler, "", 40, 40, 40)).Min(p => p.Result.Figures!.TimeSeconds * p.Result.Figures.EnergyPj!.Value);
        Assert.True(Best("{kind: adaptive, points: 120, round: 20, seed: 1}") < Best("{kind: random, points: 120, seed: 1}"));
    }

    [Fact]
    public void An_adaptive_sampler_ends_when_the_space_is_exhausted() =>
        Assert.Equal(12, Play(TestSpaces.Of("{kind: adaptive, points: 50, round: 6}", "", 3, 4)).Count);

    /// <summary>Runs all rounds on two objectives that are smallest near different corners.</summary>
    private static List<FinishedPoint> Play(ExplorationSpace space)
    {
        ISampler sampler = Samplers.Create(space, 1000);
        List<FinishedPoint> finished = [];
        for (int round = 0; sampler.Next(finished) is { Count: > 0 } next; round++)
        {
            long first = finished.Count;
            finished.AddRange(next.Select((c, i) => new FinishedPoint(new PlannedPoint(first + i, round, c), Samples.Result(1 + c.Sum(x => x * x), 1 + c.Sum(x => (x - 3) * (x - 3))))));
        }

        return finished;
    }

    private static string Text(int[] combination) => string.Join(',', combination);
}
