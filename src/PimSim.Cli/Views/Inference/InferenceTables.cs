using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What <c>infer</c> shows to people.</summary>
internal static class InferenceTables
{
    private const double JoulesPerAttojoule = 1e-18;

    public static void Write(InferenceView view, IAnsiConsole console)
    {
        console.Write(Tables.Facts(Summary(view)));
        console.Write(Tables.Titled("by layer", Layers(view)));
        console.Write(ShareTable.Create("where the time went", "phase", "cycles", view.ByPhase.Named.Select(p => (p.Key, (double)p.Value, Quantity.Count(p.Value)))));
        if (view.Energy is { } energy)
        {
            console.Write(ShareTable.Create("where the energy went", "part", "energy", energy.ByPart.Select(p => (p.Key, (double)p.Value, Joules(p.Value)))));
        }

        view.Faults?.WriteTable(console);
        view.Study?.WriteTable(console);
        view.Together?.WriteTable(console);
        view.Baseline?.WriteTable(console);
        if (view.NextSteps.Count > 0)
        {
            console.WriteLine();
            console.WriteLine("next things to type:");
            foreach (string step in view.NextSteps)
            {
                console.WriteLine("  " + step);
            }
        }
    }

    private static IEnumerable<(string Name, string Value)> Summary(InferenceView view)
    {
        yield return ("network", view.Network.Name + (view.IsShapeOnly ? " (shape only: its bits are drawn)" : ""));
        yield return ("device", view.Device.Name);
        yield return ("data", $"{view.Data ?? "none needed"}, {Quantity.Count(view.Total)} images");
        if (view is { Correct: { } correct, Accuracy: { } accuracy })
        {
            yield return (view.Study is null ? "accuracy" : "without faults", $"{Quantity.Percent(accuracy)} ({Quantity.Count(correct)} of {Quantity.Count(view.Total)})");
        }

        yield return ("device time", $"{Quantity.Si(view.DeviceSeconds, "s")} ({Quantity.Count(view.Cycles)} cycles)");
        yield return ("latency", $"{Quantity.Count(view.FirstImageCycles)} cycles to the first image's result");
        yield return ("throughput", $"{Quantity.Si(view.ImagesPerSecond, "images/s")}");
        yield return ("energy", view.Energy is { } energy
            ? $"{Joules(energy.TotalAj)}, {Joules(energy.TotalAj / Math.Max(1, view.Total))} an image, {Quantity.Si(view.AveragePowerW ?? 0, "W")} on average"
            : $"unknown: {view.EnergyAbsentReason ?? "the device model has no currents"}");
        yield return ("weights upload", $"{Quantity.Count(view.Upload.Bytes)} bytes, {Quantity.Count(view.Upload.Cycles)} cycles");
        if (view.Sequencer.Line is { } sequencer)
        {
            yield return ("sequencer", sequencer);
        }

        yield return ("path", view.CommandsExecuted > 0 ? $"{view.Path}, {Quantity.Count(view.CommandsExecuted)} commands executed" : view.Path);
        if (view.Trace is { } trace)
        {
            yield return ("trace", $"{trace.File}, {Quantity.Count(trace.Commands)} commands, {Quantity.Count(trace.FileBytes)} bytes");
        }

        if (view.Timeline is { } timeline)
        {
            yield return ("timeline", $"{timeline.File}, {Quantity.Count(timeline.Commands)} commands{(timeline.Complete ? "" : " (cut)")}; open it in ui.perfetto.dev");
        }
    }

    private static Table Layers(InferenceView view)
    {
        Table table = Tables.Create(
            ("layer", false), ("where", false), ("cycles", true), ("share", true), ("energy", true), ("bit MACs", true), ("real MACs", true), ("utilization", true), ("bus bytes", true));
        long cycles = Math.Max(1, view.Layers.Sum(l => l.Cycles));
        foreach (LayerView layer in view.Layers)
        {
            table.AddRow(Tables.Cells(
                layer.Name,
                layer.Where,
                Quantity.Count(layer.Cycles),
                Quantity.Percent((double)layer.Cycles / cycles),
                layer.EnergyAj is { } energy ? Joules(energy) : "-",
                Quantity.Count(layer.BitMacs),
                Quantity.Count(layer.RealMacs),
                Quantity.Percent(layer.Utilization),
                Quantity.Count(layer.BusBytes)));
        }

        return table;
    }

    private static string Joules(Int128 attojoules) => Quantity.Si((double)attojoules * JoulesPerAttojoule, "J");
}
