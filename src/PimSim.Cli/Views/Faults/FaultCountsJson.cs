using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>Fault counts as members and as a table.</summary>
internal static class FaultCountsJson
{
    private static readonly (string Name, FaultMechanism Mechanism)[] Mechanisms =
    [
        ("stuckAtZero", FaultMechanism.StuckAtZero),
        ("stuckAtOne", FaultMechanism.StuckAtOne),
        ("deadRows", FaultMechanism.DeadRow),
        ("deadColumns", FaultMechanism.DeadColumn),
        ("writes", FaultMechanism.Write),
        ("retention", FaultMechanism.Retention),
        ("disturb", FaultMechanism.Disturb),
        ("reads", FaultMechanism.Read),
        ("ber", FaultMechanism.BitError),
    ];

    /// <summary>The members <c>kinds</c>, <c>rows</c> and, with correction, <c>ecc</c>.</summary>
    public static void Write(FaultCounts counts, FaultModel model, Utf8JsonWriter json)
    {
        json.WriteObjects("kinds", Kinds(counts), kind =>
        {
            json.WriteString("kind", NameOf(kind));
            json.WriteNumber("bits", counts.Bits(kind));
            json.WriteNumber("wrongBits", counts.Wrong(kind));
            foreach ((string name, FaultMechanism mechanism) in Mechanisms)
            {
                json.WriteNumber(name, counts.Of(kind, mechanism));
            }
        });
        WriteRows(counts, json);
        if (model.EccDataBits > 0)
        {
            json.WriteObject("ecc", () =>
            {
                json.WriteNumber("corrected", counts.Corrections.Corrected);
                json.WriteNumber("detected", counts.Corrections.Detected);
                json.WriteNumber("miscorrected", counts.Corrections.Miscorrected);
                json.WriteNumber("undetected", counts.Corrections.Undetected);
            });
        }
    }

    /// <summary>The members <c>kinds</c> and <c>rows</c> of cells that are written again and again: what was read wrong is not known.</summary>
    public static void WriteCells(FaultCounts counts, Utf8JsonWriter json)
    {
        json.WriteObjects("kinds", Kinds(counts), kind =>
        {
            json.WriteString("kind", NameOf(kind));
            json.WriteNumber("bits", counts.Bits(kind));
            foreach ((string name, FaultMechanism mechanism) in Lasting)
            {
                json.WriteNumber(name, counts.Of(kind, mechanism));
            }
        });
        WriteRows(counts, json);
    }

    /// <summary>The same for people.</summary>
    public static Table TableOfCells(FaultCounts counts)
    {
        TensorKind[] kinds = [.. Kinds(counts)];
        (string Name, FaultMechanism Mechanism)[] shown = [.. Lasting.Where(m => kinds.Any(k => counts.Of(k, m.Mechanism) > 0))];
        Table table = Tables.Create([("holds", false), ("bits", true), .. shown.Select(m => (m.Name, true))]);
        foreach (TensorKind kind in kinds)
        {
            table.AddRow(Tables.Cells([NameOf(kind), Quantity.Count(counts.Bits(kind)), .. shown.Select(m => Quantity.Count(counts.Of(kind, m.Mechanism)))]));
        }

        return table;
    }

    /// <summary>One line a kind, with a column for each mechanism that occurs.</summary>
    public static Table Table(FaultCounts counts)
    {
        TensorKind[] kinds = [.. Kinds(counts)];
        (string Name, FaultMechanism Mechanism)[] shown = [.. Mechanisms.Where(m => kinds.Any(k => counts.Of(k, m.Mechanism) > 0))];
        Table table = Tables.Create([("holds", false), ("bits", true), .. shown.Select(m => (m.Name, true)), ("read wrong", true)]);
        foreach (TensorKind kind in kinds)
        {
            table.AddRow(Tables.Cells(
                [NameOf(kind), Quantity.Count(counts.Bits(kind)), .. shown.Select(m => Quantity.Count(counts.Of(kind, m.Mechanism))), Quantity.Count(counts.Wrong(kind))]));
        }

        return table;
    }

    /// <summary>Repair and correction in words, or null where there was none.</summary>
    public static string? Line(FaultCounts counts, FaultModel model)
    {
        List<string> parts = [];
        if (counts.RepairedRows + counts.UnrepairedRows > 0)
        {
            parts.Add($"dead rows in use: {Quantity.Count(counts.RepairedRows)} repaired, {Quantity.Count(counts.UnrepairedRows)} not");
        }

        if (model.EccDataBits > 0)
        {
            CorrectionCounts c = counts.Corrections;
            parts.Add(
                $"code words: {Quantity.Count(c.Corrected)} corrected, {Quantity.Count(c.Detected)} detected, {Quantity.Count(c.Miscorrected)} miscorrected, {Quantity.Count(c.Undetected)} undetected");
        }

        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    /// <summary>Mechanisms that hit cells and not accesses.</summary>
    private static IEnumerable<(string Name, FaultMechanism Mechanism)> Lasting => Mechanisms.Where(m => m.Mechanism is not (FaultMechanism.Write or FaultMechanism.Read));

    private static void WriteRows(FaultCounts counts, Utf8JsonWriter json) => json.WriteObject("rows", () =>
    {
        json.WriteNumber("repaired", counts.RepairedRows);
        json.WriteNumber("unrepaired", counts.UnrepairedRows);
    });

    private static IEnumerable<TensorKind> Kinds(FaultCounts counts) => Enum.GetValues<TensorKind>().Where(k => counts.Bits(k) > 0);

    private static string NameOf(TensorKind kind) => kind switch
    {
        TensorKind.Weights => "weights",
        TensorKind.Thresholds => "thresholds",
        TensorKind.Activations => "activations",
        _ => "instructions",
    };
}
