using System.Text.Json;
using PimSim.Device;

namespace PimSim.Cli;

/// <summary>The document of <c>trace replay</c>.</summary>
internal static class TraceReplayJson
{
    public static void Write(TraceReplayView view, ReplayFigures figures, Utf8JsonWriter json)
    {
        ReplayResult result = view.Result;
        json.WriteString("file", view.File);
        json.WriteString("format", view.Format);
        json.WriteNumber("repeat", view.Repeat);
        json.WriteBoolean("complete", view.Complete);
        new NamedHash(view.Model.Name, view.Model.Hash).WriteTo(json, "device");
        json.WriteObject("requests", () =>
        {
            json.WriteNumber("reads", result.Reads);
            json.WriteNumber("writes", result.Writes);
            json.WriteNumber("forwarded", result.ForwardedReads);
        });
        json.WriteObject("time", () =>
        {
            json.WriteNumber("cycles", result.Cycles);
            json.WriteNumber("deviceSeconds", figures.DeviceSeconds);
        });
        json.WriteObject("bandwidth", () =>
        {
            json.WriteNumber("bytesPerSecond", figures.BytesPerSecond);
            json.WriteNumber("shareOfPeak", figures.ShareOfPeak);
        });
        json.WriteCounts("commands", figures.Commands);
        json.WriteObject("rows", () =>
        {
            json.WriteNumber("hits", result.RowHits);
            json.WriteNumber("misses", result.RowMisses);
            json.WriteNumber("conflicts", result.RowConflicts);
        });
        json.WriteObject("latency", () =>
        {
            WriteLatency(json, "read", result.ReadLatency);
            WriteLatency(json, "write", result.WriteLatency);
        });
        WriteEnergy(figures, json);
        json.WriteCounts("background", figures.Background);
        json.WriteObjects("banks", figures.Banks, bank => WriteBank(bank, json));
        view.Record?.WriteTo(json);
        view.Timeline?.WriteTo(json);
        view.Host.WriteTo(json, result.Reads + result.Writes);
    }

    private static void WriteLatency(Utf8JsonWriter json, string name, LatencyHistogram latency) => json.WriteObject(name, () =>
    {
        json.WriteNumber("count", latency.Count);
        json.WriteInteger("min", latency.Min);
        json.WriteFinite("mean", latency.Mean);
        json.WriteInteger("p50", latency.Percentile(50));
        json.WriteInteger("p90", latency.Percentile(90));
        json.WriteInteger("p99", latency.Percentile(99));
        json.WriteInteger("max", latency.Max);
    });

    private static void WriteEnergy(ReplayFigures figures, Utf8JsonWriter json) => json.WriteObject("energy", () =>
    {
        json.WritePicojoules("totalPj", figures.Energy?.Total);
        json.WriteFinite("averagePowerWatts", figures.AveragePowerWatts);
        if (figures.Energy is null)
        {
            json.WriteNull("byPart");
            json.WriteString("reason", figures.EnergyAbsentReason);
            return;
        }

        json.WriteObject("byPart", () =>
        {
            foreach ((string part, Int128 attojoules) in figures.EnergyParts)
            {
                json.WritePicojoules(part, attojoules);
            }
        });
    });

    private static void WriteBank(ReplayBank bank, Utf8JsonWriter json)
    {
        json.WriteNumber("channel", bank.Channel);
        json.WriteNumber("pseudoChannel", bank.PseudoChannel);
        json.WriteNumber("rank", bank.Rank);
        json.WriteNumber("bankGroup", bank.BankGroup);
        json.WriteNumber("bank", bank.Bank);
        json.WriteNumber("activates", bank.Counters.Activates);
        json.WriteNumber("reads", bank.Counters.Reads);
        json.WriteNumber("writes", bank.Counters.Writes);
        json.WriteNumber("openCycles", bank.Counters.OpenCycles);
        json.WriteNumber("utilization", bank.Utilization);
    }
}
