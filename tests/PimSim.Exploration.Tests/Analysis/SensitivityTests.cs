using PimSim.Core;

namespace PimSim.Exploration.Tests.Analysis;

public sealed class SensitivityTests
{
    [Fact]
    public void Shares_of_a_sum_over_a_grid_are_those_of_its_terms()
    {
        // y = a + 10 b over all a, b in 0..4: variances 2 and 200.
        (int A, int B)[] grid = [.. Enumerable.Range(0, 25).Select(i => (i / 5, i % 5))];
        double[] y = [.. grid.Select(g => g.A + (10.0 * g.B))];
        Assert.Equal(2.0 / 202, Sensitivity.VarianceShare([.. grid.Select(g => g.A)], y)!.Value, 12);
        Assert.Equal(200.0 / 202, Sensitivity.VarianceShare([.. grid.Select(g => g.B)], y)!.Value, 12);
        Assert.Null(Sensitivity.VarianceShare([0, 1], [3, 3]));
    }

    [Fact]
    public void The_elasticity_of_a_power_is_its_exponent()
    {
        double[] x = [1, 2, 4, 8, 10];
        Assert.Equal(-2, Sensitivity.Elasticity(x, [.. x.Select(v => 3 / (v * v))])!.Value, 12);
        Assert.Null(Sensitivity.Elasticity([0, 1], [1, 2]));
        Assert.Null(Sensitivity.Elasticity([1, 1], [1, 2]));
    }

    [Fact]
    public void Many_values_are_put_in_ten_groups_of_neighbours()
    {
        IReadOnlyList<int> groups = Sensitivity.Groups([.. Enumerable.Range(0, 40).Select(i => (object)(long)(39 - i))]);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (39 - i) / 4), groups);
        Assert.Equal([0, 1, 0], Sensitivity.Groups(["b", "a", "b"]));
    }

    [Fact]
    public void A_table_is_analysed_without_its_failed_points()
    {
        SweepAnalysis analysis = SweepAnalysis.Of(Table(), ["RCDRD", "IDD4R"], [Objective.Find("time")!, Objective.Find("energy")!]);
        Assert.Equal((5, 1), (analysis.Points, analysis.LeftOut));
        Assert.Equal([0L, 2L], analysis.Front.Select(f => f.Point));
        Assert.Equal(["time", "energy"], analysis.Sensitivities.Where(s => s.Axis == "IDD4R").Select(s => s.Objective), StringComparer.Ordinal);
        Assert.Single(analysis.Front, f => f.IsKnee);
    }

    [Fact]
    public void An_objective_that_no_point_has_is_refused() =>
        Assert.Equal("PIM1258", Assert.Throws<UserErrorException>(() => SweepAnalysis.Of(Table(), ["RCDRD"], [Objective.Find("accuracy")!])).Diagnostics[0].Code);

    private static ResultTable Table()
    {
        ExplorationSpace space = TestSpaces.Read(TestSpaces.Small);
        PointResult[] results = [Samples.Result(1, 5), Samples.Result(2, 6), Samples.Result(3, 1), Samples.Result(3, 2), Samples.Result(4, 4), PointResult.Failed("PIM0700", "no")];
        return ResultColumns.OfPoints(space, [.. results.Select((r, i) => new FinishedPoint(new PlannedPoint(i, 0, [i / 3, i % 3]), r))]);
    }
}
