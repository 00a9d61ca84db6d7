using PimSim.Core;

namespace PimSim.Exploration.Tests.Regression;

/// <summary>Suites as files.</summary>
public sealed class SuiteReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("pimsim-suite-").FullName;

    [Fact]
    public void Cases_have_defaults_and_paths_beside_the_suite()
    {
        File.WriteAllText(Path.Combine(folder, "n.pimnet"), "");
        RegressionSuite suite = Load("""
            format: pimsim-suite/1
            cases:
              - name: all defaults
              - name: everything
                device: ./d.yaml
                network: n.pimnet
                data: fashion-mnist-10k
                images: 7
                set: [unit.lanes=1, temperature=80]
                seed: 3
                faultSeeds: 5
                evaluate: timing
                tolerance: {cycles: 0.25, energy: 1}
            """);
        Assert.Equal(
            new RegressionCase { Name = "all defaults", Device = "hbm2-2000-pim", Network = "bcnn-s", Data = "fashion-mnist-10k", Set = suite.Cases[0].Set }, suite.Cases[0]);
        RegressionCase all = suite.Cases[1];
        Assert.Equal(Path.Combine(folder, "d.yaml"), Path.GetFullPath(all.Device));
        Assert.Equal(Path.Combine(folder, "n.pimnet"), Path.GetFullPath(all.Network));
        Assert.Equal(("fashion-mnist-10k", (int?)7, 3, 0.25, 1.0), (all.Data, all.Images, all.Seed, all.CycleTolerance, all.EnergyTolerance));
        Assert.Equal((5, EvaluationKind.Timing), (all.FaultSeeds, all.Evaluate));
        Assert.Equal(["unit.lanes=1", "temperature=80"], all.Set, StringComparer.Ordinal);
        Assert.Equal(Path.Combine(folder, "suite.accepted.json"), suite.AcceptedFile);
        Assert.Equal("everything", Assert.Single(suite.Select(["everything"])).Name);
    }

    [Theory]
    [InlineData("PIM0105", "- name: a\n    imagse: 3", "images")]
    [InlineData("PIM0106", "- images: 3", "name")]
    [InlineData("PIM0107", "- name: a\n    tolerance: {cycles: 2}", "share")]
    [InlineData("PIM0107", "- name: a\n    tolerance: {energy: -0.1}", "share")]
    [InlineData("PIM0108", "- name: a\n    images: 0", "images")]
    [InlineData("PIM0108", "- name: a\n    faultSeeds: 0", "faultSeeds")]
    [InlineData("PIM1300", "- name: a\n  - name: a", "'a'")]
    public void Faults_are_numbered_and_placed(string code, string cases, string names)
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => Load($"format: pimsim-suite/1\ncases:\n  {cases}\n"));
        Assert.Equal(code, e.Diagnostics[0].Code);
        Assert.True(e.Diagnostics[0].Line >= 3);
        Assert.Contains(names, e.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_suite_without_cases_is_refused() =>
        Assert.Equal("PIM1300", Assert.Throws<UserErrorException>(() => Load("format: pimsim-suite/1\ncases: []\n")).Diagnostics[0].Code);

    [Fact]
    public void Another_format_is_refused() =>
        Assert.Equal("PIM0110", Assert.Throws<UserErrorException>(() => Load("format: pimsim-suite/2\ncases: []\n")).Diagnostics[0].Code);

    [Fact]
    public void A_case_that_is_not_there_is_named_with_the_nearest()
    {
        UserErrorException e = Assert.Throws<UserErrorException>(() => Load("format: pimsim-suite/1\ncases:\n  - name: small\n").Select(["smal"]));
        Assert.Equal("PIM1301", e.Diagnostics[0].Code);
        Assert.Contains("small", e.Diagnostics[0].Remedy, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private RegressionSuite Load(string text)
    {
        string file = Path.Combine(folder, "suite.yaml");
        File.WriteAllText(file, text);
        return RegressionSuite.Load(file);
    }
}
