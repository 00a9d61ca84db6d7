namespace PimSim.Exploration.Tests.Regression;

/// <summary>What counts as fallen.</summary>
public sealed class CaseComparisonTests
{
    private static readonly byte[] Labels = [0, 1, 2, 3];

    private static readonly CaseMeasurement Values = new()
    {
        DeviceHash = new string('a', 32),
        NetworkHash = new string('b', 32),
        Images = 4,
        Correct = 3,
        Predictions = [0, 1, 2, 9],
        Cycles = 1000,
        EnergyAj = 2_000_000,
        Layers = [new LayerDigests("first", [1, 2, 3, 4]), new LayerDigests("last", [5, 6, 7, 8])],
    };

    [Fact]
    public void Equal_values_pass() => Assert.Equal(CaseStatus.Passed, Compare(Values, new RegressionCaseShares(0, 0)).Status);

    [Fact]
    public void Nothing_accepted_is_new() => Assert.Equal(CaseStatus.New, CaseComparison.Compare(Case(0, 0), Values, Labels, accepted: null).Status);

    [Theory]
    [InlineData(1010, 0.01, CaseStatus.Passed)]
    [InlineData(990, 0.01, CaseStatus.Passed)]
    [InlineData(1011, 0.01, CaseStatus.Failed)]
    [InlineData(989, 0.01, CaseStatus.Failed)]
    [InlineData(1001, 0, CaseStatus.Failed)]
    public void Cycles_may_lie_within_the_tolerance(long cycles, double tolerance, CaseStatus status) =>
        Assert.Equal(status, Compare(Values with { Cycles = cycles }, new RegressionCaseShares(tolerance, 0)).Status);

    [Theory]
    [InlineData(2_100_000L, 0.05, CaseStatus.Passed)]
    [InlineData(2_100_001L, 0.05, CaseStatus.Failed)]
    [InlineData(2_000_001L, 0, CaseStatus.Failed)]
    [InlineData(null, 1, CaseStatus.Failed)]
    public void So_may_energy(long? energy, double tolerance, CaseStatus status) =>
        Assert.Equal(status, Compare(Values with { EnergyAj = energy }, new RegressionCaseShares(0, tolerance)).Status);

    [Fact]
    public void Images_that_flipped_come_with_the_layer_where_they_part()
    {
        CaseMeasurement now = Values with
        {
            Predictions = [0, 7, 2, 3],
            Correct = 3,
            Layers = [new LayerDigests("first", [1, 99, 3, 4]), new LayerDigests("last", [5, 98, 77, 88])],
        };
        CaseResult result = Compare(now, new RegressionCaseShares(1, 1));
        Assert.Equal(CaseStatus.Failed, result.Status);
        Assert.Equal([new FlippedImage(1, 1, 7, 1, "first"), new FlippedImage(3, 9, 3, 3, "last")], result.Flipped);
        Assert.Equal([KeyValuePair.Create("first", 1), KeyValuePair.Create("last", 2)], result.FirstDivergence);
        Assert.Contains("2 of 4", Assert.Single(result.Differences), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_layers_have_no_first_difference()
    {
        CaseMeasurement now = Values with { Predictions = [0, 7, 2, 9], Layers = [new LayerDigests("other", [1, 2, 3, 4]), Values.Layers[1]] };
        CaseResult result = Compare(now, new RegressionCaseShares(0, 0));
        Assert.Null(Assert.Single(result.Flipped).Layer);
        Assert.Empty(result.FirstDivergence);
    }

    [Fact]
    public void Another_number_of_images_falls() =>
        Assert.Contains("images", Compare(Values with { Images = 2, Predictions = [0, 1] }, new RegressionCaseShares(1, 1)).Differences[0], StringComparison.Ordinal);

    [Theory]
    [InlineData(80, 90, 85, CaseStatus.Passed)]
    [InlineData(80, 90, 90, CaseStatus.Passed)]
    [InlineData(80, 90, 91, CaseStatus.Failed)]
    [InlineData(80, 90, 79, CaseStatus.Failed)]
    public void The_mean_over_fault_seeds_lies_in_the_accepted_interval(int first, int second, int now, CaseStatus status)
    {
        // Of two values, resampled means are the lower, the upper or the middle, each far more often than 2.5 %.
        CaseMeasurement was = Faulty(first, second);
        CaseResult result = CaseComparison.Compare(Case(0, 0), Faulty(now, now), new byte[100], new AcceptedCase("case", "reason", was, []));
        Assert.Equal(status, result.Status);
        Assert.All(result.Differences, d => Assert.Contains("85.00 % over 2 seeds accepted, 80.00 to 90.00 %", d, StringComparison.Ordinal));
    }

    [Fact]
    public void Classes_are_no_accuracy_over_seeds()
    {
        CaseMeasurement was = Faulty(80, 90);
        CaseMeasurement now = was with { Seeds = null, Correct = 85, Predictions = new byte[100] };
        CaseResult result = CaseComparison.Compare(Case(0, 0), now, new byte[100], new AcceptedCase("case", "reason", was, []));
        Assert.Equal("accuracy: accepted was one over seeds of faults, now there is a class for each image", Assert.Single(result.Differences));
        Assert.Equal(CaseStatus.Passed, CaseComparison.Compare(Case(0, 0), was with { Seeds = null }, new byte[100], new AcceptedCase("case", "reason", was with { Seeds = null }, [])).Status);
    }

    private static CaseMeasurement Faulty(params int[] correct) =>
        Values with { Images = 100, Correct = null, Predictions = [], Layers = [], Seeds = new SeededAccuracy(1, 100, correct) };

    private static CaseResult Compare(CaseMeasurement now, RegressionCaseShares shares) =>
        CaseComparison.Compare(Case(shares.Cycles, shares.Energy), now, Labels.AsSpan(0, now.Predictions.Length), new AcceptedCase("case", "reason", Values, []));

    private static RegressionCase Case(double cycles, double energy) => new() { Name = "case", Device = "d", Network = "n", Data = "x", CycleTolerance = cycles, EnergyTolerance = energy };

    private readonly record struct RegressionCaseShares(double Cycles, double Energy);
}
