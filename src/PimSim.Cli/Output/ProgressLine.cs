using Spectre.Console;
using Spectre.Console.Rendering;

namespace PimSim.Cli;

/// <summary>A <see cref="WorkProgress"/> as a bar and as a plain line.</summary>
internal static class ProgressLine
{
    private const int BarWidth = 40;

    /// <summary>Stage, bar, counts and detail.</summary>
    public static IRenderable Draw(WorkProgress progress)
    {
        Grid grid = new Grid().AddColumn().AddColumn().AddColumn();
        grid.AddRow(new Text(progress.Stage), new Text(Bar(progress)), new Text(Counts(progress)));
        return progress.Detail is null ? grid : new Rows(grid, new Text(progress.Detail));
    }

    /// <summary>The same without the bar.</summary>
    public static string Text(WorkProgress progress) =>
        $"{progress.Stage}: {Counts(progress)}{(progress.Detail is null ? "" : ", " + progress.Detail)}";

    private static string Bar(WorkProgress progress) => Quantity.Bar(progress.Total > 0 ? (double)progress.Done / progress.Total : 0, BarWidth).PadRight(BarWidth, '░');

    private static string Counts(WorkProgress progress) =>
        progress.Total > 0 ? $"{Quantity.Count(progress.Done)}/{Quantity.Count(progress.Total)}" : Quantity.Count(progress.Done);
}
