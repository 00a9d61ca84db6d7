using PimSim.Exploration;
using Spectre.Console;

namespace PimSim.Cli.Tests.Views;

public sealed class SweepParetoViewTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    public void Every_value_of_a_point_is_shown_with_its_unit(int axes)
    {
        string[] names = [.. Enumerable.Range(0, axes).Select(a => $"parameter{a}")];
        var analysis = new SweepAnalysis
        {
            Axes = names,
            Objectives = [Objective.Find("time")!, Objective.Find("energy")!, Objective.Find("accuracy")!],
            Points = 10,
            LeftOut = 0,
            Front = [new FrontPoint(7, [.. names.Select((_, i) => (object)(100L + i))], [0.0000512, 2.5e6, 0.9068], IsKnee: true)],
            Sensitivities = [],
        };
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = 132;
        new SweepParetoView("folder", analysis, Complete: true).WriteTable(console);
        Assert.All(names.Select((n, i) => (n, $"{100 + i}")), a =>
        {
            Assert.Contains(a.n, text.ToString(), StringComparison.Ordinal);
            Assert.Contains(a.Item2, text.ToString(), StringComparison.Ordinal);
        });
        Assert.All(["51.20 µs", "2.500 µJ", "90.68 %", "knee"], v => Assert.Contains(v, text.ToString(), StringComparison.Ordinal));
    }
}
