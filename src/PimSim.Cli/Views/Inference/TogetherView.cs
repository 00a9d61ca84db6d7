using System.Globalization;
using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>What an inference and plain requests on the same device cost each other.</summary>
internal sealed record TogetherView
{
    /// <summary>When the programs let requests in, as in the model: <c>layer</c>, <c>cycles(N)</c>, <c>never</c>.</summary>
    public required string Policy { get; init; }

    /// <summary>Cycles of the inference without requests.</summary>
    public required long InferenceAlone { get; init; }

    /// <summary>The requests without the inference.</summary>
    public required ReplayResult RequestsAlone { get; init; }

    /// <summary>Both.</summary>
    public required SharedRun Both { get; init; }

    /// <summary>Requests whose row the network's placement uses.</summary>
    public required long InReservedRows { get; init; }

    private double? InferenceSlowdown => Quotient(Both.Programs.Cycles, InferenceAlone);

    private double? RequestSlowdown => Quotient(Both.RequestCycles, RequestsAlone.Cycles);

    private double? LatencySlowdown => RequestsAlone.ReadLatency.Mean is { } alone ? Both.Requests.ReadLatency.Mean / alone : null;

    /// <summary>A policy as models name it.</summary>
    public static string PolicyOf(ControllerModel controller) => controller.Yield switch
    {
        PimYield.Cycles => string.Create(CultureInfo.InvariantCulture, $"cycles({controller.PimYieldCycles})"),
        PimYield.Never => "never",
        _ => "layer",
    };

    /// <summary>The member <c>together</c>.</summary>
    public void WriteTo(Utf8JsonWriter json) => json.WriteObject("together", () =>
    {
        json.WriteString("policy", Policy);
        json.WriteNumber("yields", Both.Yields);
        json.WriteObject("inference", () =>
        {
            json.WriteNumber("cyclesAlone", InferenceAlone);
            json.WriteNumber("cyclesTogether", Both.Programs.Cycles);
            json.WriteFinite("slowdown", InferenceSlowdown);
        });
        json.WriteObject("requests", () =>
        {
            json.WriteNumber("reads", Both.Requests.Reads);
            json.WriteNumber("writes", Both.Requests.Writes);
            json.WriteNumber("forwarded", Both.Requests.ForwardedReads);
            json.WriteNumber("inReservedRows", InReservedRows);
            json.WriteNumber("cyclesAlone", RequestsAlone.Cycles);
            json.WriteNumber("cyclesTogether", Both.RequestCycles);
            json.WriteFinite("slowdown", RequestSlowdown);
            json.WriteObject("readLatency", () =>
            {
                WriteLatency("alone", RequestsAlone.ReadLatency, json);
                WriteLatency("together", Both.Requests.ReadLatency, json);
                json.WriteFinite("slowdown", LatencySlowdown);
            });
        });
    });

    /// <summary>Both sides, alone and together.</summary>
    public void WriteTable(IAnsiConsole console)
    {
        Table table = Tables.Create(("", false), ("alone", true), ("together", true), ("times", true));
        Row(table, "inference, cycles", InferenceAlone, Both.Programs.Cycles, InferenceSlowdown);
        Row(table, "requests, cycles", RequestsAlone.Cycles, Both.RequestCycles, RequestSlowdown);
        LatencyHistogram alone = RequestsAlone.ReadLatency;
        LatencyHistogram together = Both.Requests.ReadLatency;
        Row(table, "read latency, mean", alone.Mean, together.Mean, LatencySlowdown);
        foreach (int percent in (int[])[50, 99])
        {
            Row(table, $"read latency, p{percent}", alone.Percentile(percent), together.Percentile(percent), Quotient(together.Percentile(percent) ?? 0, alone.Percentile(percent) ?? 0));
        }

        string requests = $"{Quantity.Count(Both.Requests.Reads)} reads and {Quantity.Count(Both.Requests.Writes)} writes";
        console.Write(Tables.Titled($"together with {requests}, yield {Policy}: {Quantity.Count(Both.Yields)} yields", table));
    }

    private static double? Quotient(long value, long by) => by == 0 ? null : (double)value / by;

    private static void Row(Table table, string name, double? alone, double? together, double? times) =>
        table.AddRow(Tables.Cells(name, Cycles(alone), Cycles(together), times is { } t ? t.ToString("F2", CultureInfo.InvariantCulture) : "-"));

    private static string Cycles(double? cycles) => cycles is { } c ? Quantity.Count((long)Math.Round(c)) : "-";

    private static void WriteLatency(string name, LatencyHistogram latency, Utf8JsonWriter json) => json.WriteObject(name, () =>
    {
        json.WriteFinite("mean", latency.Mean);
        json.WriteInteger("p50", latency.Percentile(50));
        json.WriteInteger("p99", latency.Percentile(99));
    });
}
