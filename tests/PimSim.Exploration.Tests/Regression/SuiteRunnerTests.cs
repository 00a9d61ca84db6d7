using System.Xml.Linq;
using PimSim.Core;

namespace PimSim.Exploration.Tests.Regression;

/// <summary>Suites run on the device.</summary>
public sealed class SuiteRunnerTests
{
    [Fact]
    public void Accepted_values_hold_until_the_network_changes()
    {
        using SuiteFolder folder = new();
        Assert.Equal(CaseStatus.New, Assert.Single(folder.Run()).Status);
        Assert.Equal(["small"], SuiteRunner.Accept(folder.Suite, folder.Run(), "first values"), StringComparer.Ordinal);
        byte[] written = File.ReadAllBytes(folder.Suite.AcceptedFile);
        CaseResult same = Assert.Single(folder.Run());
        Assert.Equal(CaseStatus.Passed, same.Status);
        Assert.Empty(SuiteRunner.Accept(folder.Suite, [same], "nothing changed"));
        Assert.Equal(written, File.ReadAllBytes(folder.Suite.AcceptedFile));

        folder.Damage();
        CaseResult fallen = Assert.Single(folder.Run());
        Assert.Equal(CaseStatus.Failed, fallen.Status);
        Assert.NotEmpty(fallen.Flipped);
        Assert.All(fallen.Flipped, f => Assert.Equal("conv2", f.Layer));
        Assert.Equal([KeyValuePair.Create("conv2", 12)], fallen.FirstDivergence);

        Assert.Equal(["small"], SuiteRunner.Accept(folder.Suite, [fallen], "signs were turned"), StringComparer.Ordinal);
        AcceptedCase accepted = AcceptedValues.Load(folder.Suite.AcceptedFile)["small"];
        Assert.Equal("signs were turned", accepted.Reason);
        Assert.Equal(["first values"], accepted.Earlier, StringComparer.Ordinal);
        Assert.Equal(CaseStatus.Passed, Assert.Single(folder.Run()).Status);
    }

    [Fact]
    public void A_case_that_cannot_run_is_an_error_and_is_not_accepted()
    {
        using SuiteFolder folder = new();
        File.Delete(folder.File("net.pimnet"));
        CaseResult result = Assert.Single(folder.Run());
        Assert.Equal(CaseStatus.Error, result.Status);
        Assert.NotEmpty(result.Errors);
        Assert.Equal("PIM1304", Assert.Throws<UserErrorException>(() => SuiteRunner.Accept(folder.Suite, [result], "no")).Diagnostics[0].Code);
        Assert.False(File.Exists(folder.Suite.AcceptedFile));
    }

    [Fact]
    public void Shapes_without_bits_are_refused()
    {
        RegressionCase shape = new() { Name = "shape", Device = "hbm2-2000-pim", Network = "bmlp-4096", Data = "fashion-mnist-10k" };
        Assert.Equal("PIM1302", Assert.Throws<UserErrorException>(() => CaseRunner.Run(shape, 1, TestContext.Current.CancellationToken)).Diagnostics[0].Code);
    }

    [Fact]
    public void Shapes_are_timed()
    {
        RegressionCase shape = new() { Name = "shape", Device = "hbm2-2000-pim", Network = "bmlp-4096", Data = "fashion-mnist-10k", Images = 4, Evaluate = EvaluationKind.Timing };
        CaseMeasurement measured = CaseRunner.Run(shape, 1, TestContext.Current.CancellationToken).Measured;
        Assert.Equal((4, (int?)null, 0), (measured.Images, measured.Correct, measured.Predictions.Length));
        Assert.True(measured.Cycles > 0 && measured.EnergyAj > 0);
    }

    [Theory]
    [InlineData(EvaluationKind.Accuracy)]
    [InlineData(EvaluationKind.Timing, "faults.ber.weights=0.001")]
    public void Seeds_of_no_faults_are_refused(EvaluationKind evaluate, params string[] set)
    {
        RegressionCase wanted = new() { Name = "seeds", Device = "hbm2-2000-pim", Network = "bcnn-s", Data = "fashion-mnist-10k", Images = 4, FaultSeeds = 3, Evaluate = evaluate, Set = set };
        Assert.Equal("PIM1305", Assert.Throws<UserErrorException>(() => CaseRunner.Run(wanted, 1, TestContext.Current.CancellationToken)).Diagnostics[0].Code);
    }

    [Fact]
    public void Accuracy_over_fault_seeds_is_accepted_as_an_interval_and_falls_with_more_faults()
    {
        using SuiteFolder folder = new("    set: [faults.ber.weights=0.002]\n    faultSeeds: 6");
        Assert.Equal(["small"], SuiteRunner.Accept(folder.Suite, folder.Run(), "first values"), StringComparer.Ordinal);
        SeededAccuracy accepted = AcceptedValues.Load(folder.Suite.AcceptedFile)["small"].Values.Seeds!;
        CaseResult same = Assert.Single(folder.Run());
        Assert.Equal((CaseStatus.Passed, accepted), (same.Status, same.Measured!.Seeds));
        Assert.Empty(SuiteRunner.Accept(folder.Suite, [same], "nothing changed"));

        RegressionCase worse = folder.Suite.Cases[0] with { Set = ["faults.ber.weights=0.2"] };
        CaseResult fallen = Assert.Single(SuiteRunner.Run(folder.Suite, [worse], 2, finished: null, TestContext.Current.CancellationToken));
        Assert.Equal(CaseStatus.Failed, fallen.Status);
        Assert.Contains("over 6 seeds accepted", fallen.Differences[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("""{"schema": "pimsim.accepted/2", "cases": []}""")]
    [InlineData("""{"schema": "pimsim.accepted/1", "cases": [{"name": "small"}]}""")]
    [InlineData("""{"schema": "pimsim.accepted/1", "cases": [7]}""")]
    public void A_damaged_file_of_values_is_refused(string text)
    {
        using SuiteFolder folder = new();
        File.WriteAllText(folder.Suite.AcceptedFile, text);
        Assert.Equal("PIM1303", Assert.Throws<UserErrorException>(() => AcceptedValues.Load(folder.Suite.AcceptedFile)).Diagnostics[0].Code);
    }

    [Fact]
    public void Altered_predictions_do_not_have_their_hash()
    {
        using SuiteFolder folder = new();
        SuiteRunner.Accept(folder.Suite, folder.Run(), "first values");
        string text = File.ReadAllText(folder.Suite.AcceptedFile);
        int at = text.IndexOf("\"predictions\": \"", StringComparison.Ordinal) + "\"predictions\": \"".Length;
        File.WriteAllText(folder.Suite.AcceptedFile, string.Concat(text.AsSpan(0, at), text[at] == 'A' ? "B" : "A", text.AsSpan(at + 1)));
        UserErrorException e = Assert.Throws<UserErrorException>(() => AcceptedValues.Load(folder.Suite.AcceptedFile));
        Assert.Equal("PIM1303", e.Diagnostics[0].Code);
    }

    [Fact]
    public void JUnit_counts_and_explains()
    {
        using SuiteFolder folder = new();
        SuiteRunner.Accept(folder.Suite, folder.Run(), "first values");
        CaseResult passed = Assert.Single(folder.Run());
        folder.Damage();
        CaseResult failed = Assert.Single(folder.Run());
        using MemoryStream stream = new();
        JUnitWriter.Write(stream, "a\u0001 suite", [passed, failed, new CaseResult(passed.Case, CaseStatus.New), new CaseResult(passed.Case, CaseStatus.Error) { Errors = [new Diagnostic("PIM0020", "no")] }]);
        stream.Position = 0;
        XElement suite = XDocument.Load(stream).Root!.Element("testsuite")!;
        Assert.Equal(("a\uFFFD suite", "4", "2", "1"), (suite.Attribute("name")!.Value, suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        XElement[] cases = [.. suite.Elements("testcase")];
        Assert.Empty(cases[0].Elements());
        Assert.Contains("first differing layer: conv2", cases[1].Element("failure")!.Value, StringComparison.Ordinal);
        Assert.Contains("accepted", cases[2].Element("failure")!.Attribute("message")!.Value, StringComparison.Ordinal);
        Assert.Contains("PIM0020", cases[3].Element("error")!.Value, StringComparison.Ordinal);
    }
}
