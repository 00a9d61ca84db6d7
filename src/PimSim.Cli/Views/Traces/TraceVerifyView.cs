using System.Text.Json;
using PimSim.Models;
using PimSim.Traces;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace verify</c>.</summary>
internal sealed record TraceVerifyView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-verify/1";

    /// <summary>The trace, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Name of its format.</summary>
    public required string Format { get; init; }

    /// <summary>True when the trace was whole.</summary>
    public required bool Complete { get; init; }

    /// <summary>The device whose rules were checked.</summary>
    public required NamedHash Device { get; init; }

    /// <summary>Names the commands.</summary>
    public required MemoryStandard Standard { get; init; }

    /// <summary>What was found.</summary>
    public required VerificationResult Result { get; init; }

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("format", Format);
        json.WriteBoolean("complete", Complete);
        Device.WriteTo(json, "device");
        json.WriteNumber("commandsChecked", Result.Commands);
        json.WriteObject("time", () =>
        {
            json.WriteNumber("firstCycle", Result.Cycles.First);
            json.WriteNumber("lastCycle", Result.Cycles.Last);
        });
        json.WriteNumber("violations", Result.Violations);
        json.WriteCounts("violationsByRule", Result.Rules.Where(r => r.Violations > 0).Select(r => KeyValuePair.Create(r.Name, r.Violations)));
        json.WriteObject("slack", () =>
        {
            foreach (RuleOutcome rule in Result.Rules.Where(r => r.Kind != RuleKind.State))
            {
                WriteCycles(json, rule.Name, rule.SlackCycles);
            }
        });
        json.WriteObjects("rules", Result.Rules, rule =>
        {
            json.WriteString("name", rule.Name);
            json.WriteString("kind", rule.Kind.ToString().ToLowerInvariant());
            json.WriteNumber("violations", rule.Violations);
            if (rule.Kind != RuleKind.State)
            {
                json.WriteNumber("pairs", rule.Pairs);
                WriteCycles(json, "slackCycles", rule.SlackCycles);
                json.WriteBoolean("tight", rule.Tight);
            }
        });
        json.WriteObjects("details", Result.Details, violation => WriteViolation(json, violation));
        Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        RuleOutcome[] exercised = [.. Result.Rules.Where(r => r.Exercised)];
        string[] idle = [.. Result.Rules.Where(r => r is { Exercised: false, Kind: not RuleKind.State }).Select(r => r.Name)];
        console.Write(Tables.Facts(
            ("trace", $"{File}, {Format}{(Complete ? "" : " (cut)")}"),
            ("device", Device.Name),
            ("commands", $"{Quantity.Count(Result.Commands)} checked, cycles {Quantity.Count(Result.Cycles.First)} to {Quantity.Count(Result.Cycles.Last)}"),
            ("violations", Quantity.Count(Result.Violations)),
            ("rules", $"{Quantity.Count(exercised.Length)} exercised, {Quantity.Count(exercised.Count(r => r.Tight))} of them tight, {Quantity.Count(idle.Length)} never exercised")));
        if (Result.Violations > 0)
        {
            WriteViolations(console);
        }

        Table table = Tables.Create(("rule", false), ("pairs", true), ("smallest slack", true), ("", false));
        foreach (RuleOutcome rule in exercised)
        {
            table.AddRow(Tables.Cells(rule.Name, Quantity.Count(rule.Pairs), Quantity.Count(rule.SlackCycles ?? 0), rule.Tight ? "tight" : ""));
        }

        console.Write(Tables.Titled("distances", table));
        if (idle.Length > 0)
        {
            console.Write(Tables.Facts(("never exercised", string.Join(' ', idle))));
        }
    }

    private static void WriteCycles(Utf8JsonWriter json, string name, long? cycles)
    {
        if (cycles is { } value)
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private void WriteViolations(IAnsiConsole console)
    {
        Table counts = Tables.Create(("rule", false), ("violations", true));
        foreach (RuleOutcome rule in Result.Rules.Where(r => r.Violations > 0))
        {
            counts.AddRow(Tables.Cells(rule.Name, Quantity.Count(rule.Violations)));
        }

        console.Write(Tables.Titled("violations", counts));
        Table table = Tables.Create(("rule", false), ("command", true), ("preceding", false), ("following", false), ("required", true), ("is", true), ("missing", true), ("", false));
        foreach (RuleViolation v in Result.Details)
        {
            table.AddRow(Tables.Cells(
                v.Rule,
                Quantity.Count(v.Index),
                Place(v.Preceding, v.RequiredCycles is null ? "" : "start of the trace"),
                Place(v.Following, "end of the trace"),
                Cycles(v.RequiredCycles),
                Cycles(v.ActualCycles),
                Cycles(v.MissingCycles),
                v.Note ?? ""));
        }

        if (Result.Details.Count > 0)
        {
            console.Write(Tables.Titled($"the first {Quantity.Count(Result.Details.Count)}", table));
        }
    }

    private static string Cycles(long? cycles) => cycles is { } value ? Quantity.Count(value) : "";

    private string Place(TimedCommand? command, string otherwise) => command is { } c
        ? $"{Standard.Commands[c.Command].Name} at {c.Cycle}, {c.Channel}.{c.PseudoChannel}.{c.Rank} bank {c.Operands.Bank}"
        : otherwise;

    private void WriteViolation(Utf8JsonWriter json, RuleViolation v)
    {
        json.WriteString("rule", v.Rule);
        json.WriteNumber("index", v.Index);
        WriteCommand(json, "preceding", v.Preceding);
        WriteCommand(json, "following", v.Following);
        WriteCycles(json, "requiredCycles", v.RequiredCycles);
        WriteCycles(json, "actualCycles", v.ActualCycles);
        WriteCycles(json, "missingCycles", v.MissingCycles);
        json.WriteString("note", v.Note);
    }

    private void WriteCommand(Utf8JsonWriter json, string name, TimedCommand? command)
    {
        if (command is not { } c)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteObject(name, () =>
        {
            json.WriteNumber("cycle", c.Cycle);
            json.WriteString("command", Standard.Commands[c.Command].Name);
            json.WriteNumber("channel", c.Channel);
            json.WriteNumber("pseudoChannel", c.PseudoChannel);
            json.WriteNumber("rank", c.Rank);
            json.WriteNumber("bank", c.Operands.Bank);
            json.WriteNumber("row", c.Operands.Row);
            json.WriteNumber("count", c.Operands.Count);
        });
    }
}
