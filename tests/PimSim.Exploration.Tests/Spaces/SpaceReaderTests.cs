using PimSim.Core;

namespace PimSim.Exploration.Tests.Spaces;

public sealed class SpaceReaderTests
{
    [Theory]
    [InlineData("PIM1240", "{parameter: timing.RP}")]
    [InlineData("PIM1240", "{parameter: timing.RP, list: [14], range: {from: 1, to: 2, step: 1}}")]
    [InlineData("PIM1240", "{parameter: timing.RP, list: [14, 14.0]}")]
    [InlineData("PIM1241", "{parameter: timing.RP, range: {from: 20, to: 10, step: 2}}")]
    [InlineData("PIM1241", "{parameter: timing.RP, range: {from: 10, to: 20, step: 0}}")]
    [InlineData("PIM1241", "{parameter: timing.RP, range: {from: 10, to: 20}}")]
    [InlineData("PIM1241", "{parameter: timing.RP, range: {from: 10, to: 20, count: 1.5}}")]
    [InlineData("PIM1241", "{parameter: timing.RP, log: {from: 0, to: 20, count: 3}}")]
    [InlineData("PIM1242", "{parameter: timing.RP, name: cycles, list: [14]}")]
    [InlineData("PIM1242", "{parameter: timing.RP, name: 2nd, list: [14]}")]
    [InlineData("PIM1242", "{parameter: timing.RCDRD, list: [14]}")]
    [InlineData("PIM1243", "{link: [{parameter: timing.RP, list: [1, 2]}, {parameter: timing.RAS, list: [1, 2, 3]}]}")]
    [InlineData("PIM1244", "{parameter: timing.RP, range: {from: 1, to: 1000000000, step: 1}}")]
    [InlineData("PIM1252", "{parameter: timing.RPP, list: [14]}")]
    [InlineData("PIM1252", "{parameter: training.epoch, list: [1]}")]
    [InlineData("PIM1253", "{parameter: timing.RP, list: [14, fast]}")]
    [InlineData("PIM1253", "{parameter: unit.inputRegisters, list: [0, 8]}")]
    [InlineData("PIM1253", "{parameter: images, list: [0]}")]
    [InlineData("PIM1262", "{parameter: training.method, list: [magic]}")]
    public void Axes_that_cannot_be_are_refused(string number, string axis)
    {
        IReadOnlyList<Diagnostic> faults = TestSpaces.Faults($"format: pimsim-space/1\naxes:\n  - {{parameter: timing.RCDRD, list: [12, 14]}}\n  - {axis}\n");
        Diagnostic fault = Assert.Single(faults, f => f.Code == number && f.Line == 4);
        Assert.Equal("space.yaml", fault.File);
    }

    [Theory]
    [InlineData("timing.RCDRDD", "timing.RCDRD")]
    [InlineData("unit.inputRegister", "unit.inputRegisters")]
    [InlineData("netwrok", "network")]
    public void A_typo_gets_the_nearest_right_name(string typo, string right)
    {
        Diagnostic fault = Assert.Single(TestSpaces.Faults($"format: pimsim-space/1\naxes:\n  - {{parameter: {typo}, list: [12, 14]}}\n"));
        Assert.Equal(("PIM1252", $"did you mean '{right}'?"), (fault.Code, fault.Remedy));
    }

    [Fact]
    public void A_thousand_million_points_are_counted_and_refused()
    {
        string axes = string.Concat(new[] { "RCDRD", "RP", "RAS" }.Select(p => $"  - {{parameter: timing.{p}, range: {{from: 1, to: 1000, step: 1}}}}\n"));
        Diagnostic fault = Assert.Single(TestSpaces.Faults($"format: pimsim-space/1\naxes:\n{axes}"));
        Assert.Equal("PIM1244", fault.Code);
        Assert.Contains("1000000000 points", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM1245", "constraints: ['RCDR <= 3']")]
    [InlineData("PIM1245", "constraints: ['network <= 3']")]
    [InlineData("PIM0130", "constraints: ['RCDRD + 3']")]
    [InlineData("PIM1258", "objectives: [speed]")]
    [InlineData("PIM1252", "training: {epoch: 3}")]
    [InlineData("PIM0106", "sampler: random")]
    [InlineData("PIM0105", "sampel: grid")]
    public void Other_parts_that_cannot_be_are_refused(string number, string line)
    {
        IReadOnlyList<Diagnostic> faults = TestSpaces.Faults($"format: pimsim-space/1\n{line}\naxes:\n  - {{parameter: timing.RCDRD, list: [12, 14]}}\n  - {{parameter: network, list: [bcnn-s]}}\n");
        Assert.Contains(number, faults.Select(f => f.Code), StringComparer.Ordinal);
    }

    [Fact]
    public void Values_are_spread_as_the_file_says()
    {
        ExplorationSpace space = TestSpaces.Read("""
            format: pimsim-space/1
            axes:
              - {parameter: timing.RCDRD, range: {from: 10, to: 17, step: 3}}
              - {parameter: host.turnaroundNs, range: {from: 0.5, to: 2, count: 4}}
              - {parameter: energy.XNOR_BIT, log: {from: 0.001, to: 10, count: 5}}
              - link:
                  - {parameter: timing.RP, list: [14, 1.6e1]}
                  - {parameter: timing.RAS, list: [34, 36]}
            """);
        Assert.Equal(
            ["10 13 16", "0.5 1 1.5 2", "0.001 0.01 0.1 1 10", "14 16", "34 36"],
            space.Parameters.Select(p => string.Join(' ', p.Values)),
            StringComparer.Ordinal);
        Assert.Equal([3, 4, 5, 2], space.Axes.Select(a => a.Count));
    }
}
