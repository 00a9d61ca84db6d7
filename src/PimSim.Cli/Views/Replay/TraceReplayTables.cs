using System.Globalization;
using PimSim.Device;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What <c>trace replay</c> shows to people.</summary>
internal static class TraceReplayTables
{
    private const double JoulesPerAttojoule = 1e-18;
    private const int ManyBanks = 32;
    private const int BarWidth = 30;

    public static void Write(TraceReplayView view, ReplayFigures figures, IAnsiConsole console)
    {
        console.Write(Tables.Facts(Summary(view, figures)));
        console.Write(Tables.Titled("latency in cycles, from entering to the last data", Latencies(view.Result)));
        console.Write(Tables.Titled("commands", Counts(figures.Commands)));
        if (figures.Energy is not null)
        {
            console.Write(ShareTable.Create("where the energy went", "part", "energy", figures.EnergyParts.Select(p => (p.Key, (double)p.Value, Joules(p.Value)))));
        }

        console.Write(ShareTable.Create("what the ranks did", "state", "cycles", figures.Background.Select(b => (b.Key, (double)b.Value, Quantity.Count(b.Value)))));
        WriteBanks(figures, console);
        if (view.NextSteps.Count > 0)
        {
            console.WriteLine("next things to type:");
            foreach (string step in view.NextSteps)
            {
                console.WriteLine("  " + step);
            }
        }
    }

    /// <summary>Names and values for people; the report has the same.</summary>
    public static IEnumerable<(string Name, string Value)> Summary(TraceReplayView view, ReplayFigures figures)
    {
        ReplayResult r = view.Result;
        string times = view.Repeat == 1 ? "" : $", {Quantity.Count(view.Repeat)} times";
        yield return ("trace", $"{view.File}, {view.Format}{times}{(view.Complete ? "" : " (cut)")}");
        yield return ("device", view.Model.Name);
        yield return ("requests", $"{Quantity.Count(r.Reads + r.Writes)}: {Quantity.Count(r.Reads)} reads ({Quantity.Count(r.ForwardedReads)} forwarded from the write queue), {Quantity.Count(r.Writes)} writes");
        yield return ("device time", $"{Quantity.Si(figures.DeviceSeconds, "s")} ({Quantity.Count(r.Cycles)} cycles)");
        yield return ("bandwidth", $"{Quantity.Si(figures.BytesPerSecond, "B/s")}, {Quantity.Percent(figures.ShareOfPeak)} of peak");
        long rows = Math.Max(1, r.RowHits + r.RowMisses + r.RowConflicts);
        yield return ("rows", $"{Percent(r.RowHits, rows)} hits, {Percent(r.RowMisses, rows)} misses, {Percent(r.RowConflicts, rows)} conflicts");
        yield return ("energy", figures.Energy is { } energy
            ? $"{Joules(energy.Total)}{(figures.AveragePowerWatts is { } watts ? $", {Quantity.Si(watts, "W")} on average" : "")}"
            : $"unknown: {figures.EnergyAbsentReason}");
        if (view.Record is { } record)
        {
            yield return ("command trace", $"{record.File}, {record.Format}, {Quantity.Count(record.Commands)} commands, {Quantity.Count(record.FileBytes)} bytes");
        }

        if (view.Timeline is { } timeline)
        {
            yield return ("timeline", $"{timeline.File}, {Quantity.Count(timeline.Commands)} commands{(timeline.Complete ? "" : " (cut)")}; open it in ui.perfetto.dev");
        }
    }

    private static Table Latencies(ReplayResult result)
    {
        Table table = Tables.Create(("", false), ("requests", true), ("min", true), ("mean", true), ("p50", true), ("p90", true), ("p99", true), ("max", true));
        foreach ((string name, LatencyHistogram latency) in new[] { ("reads", result.ReadLatency), ("writes", result.WriteLatency) })
        {
            table.AddRow(Tables.Cells(
                name,
                Quantity.Count(latency.Count),
                Cycles(latency.Min),
                latency.Mean is { } mean ? mean.ToString("0.0", CultureInfo.InvariantCulture) : "-",
                Cycles(latency.Percentile(50)),
                Cycles(latency.Percentile(90)),
                Cycles(latency.Percentile(99)),
                Cycles(latency.Max)));
        }

        return table;
    }

    private static Table Counts(IReadOnlyList<KeyValuePair<string, long>> commands)
    {
        Table table = Tables.Create(("command", false), ("count", true));
        foreach ((string name, long count) in commands)
        {
            table.AddRow(Tables.Cells(name, Quantity.Count(count)));
        }

        return table;
    }

    /// <summary>Every bank, or where there are many, the busiest ones.</summary>
    private static void WriteBanks(ReplayFigures figures, IAnsiConsole console)
    {
        ReplayBank[] shown = [.. figures.Banks.OrderByDescending(b => b.Utilization).Take(figures.Banks.Count > ManyBanks ? ManyBanks / 2 : ManyBanks)];
        Table table = Tables.Create(("bank", false), ("activates", true), ("reads", true), ("writes", true), ("open", true), ("on the bus", true), ("", false));
        foreach (ReplayBank bank in figures.Banks.Count > ManyBanks ? shown : figures.Banks)
        {
            table.AddRow(Tables.Cells(
                $"{bank.Channel}.{bank.PseudoChannel}.{bank.Rank}.{bank.BankGroup}.{bank.Bank}",
                Quantity.Count(bank.Counters.Activates),
                Quantity.Count(bank.Counters.Reads),
                Quantity.Count(bank.Counters.Writes),
                Quantity.Count(bank.Counters.OpenCycles),
                Quantity.Percent(bank.Utilization),
                Quantity.Bar(bank.Utilization, BarWidth)));
        }

        string which = figures.Banks.Count > ManyBanks ? $"the busiest of {Quantity.Count(figures.Banks.Count)} banks" : "banks";
        console.Write(Tables.Titled($"{which} (channel.pseudo-channel.rank.bank group.bank), cycles with a row open, share of time on the data bus", table));
    }

    private static string Cycles(long? cycles) => cycles is { } value ? Quantity.Count(value) : "-";

    private static string Percent(long part, long whole) => Quantity.Percent((double)part / whole);

    private static string Joules(Int128 attojoules) => Quantity.Si((double)attojoules * JoulesPerAttojoule, "J");
}
