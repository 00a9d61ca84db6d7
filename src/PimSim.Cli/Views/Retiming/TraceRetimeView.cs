using System.Text.Json;
using PimSim.Device;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>trace replay --commands</c>.</summary>
internal sealed record TraceRetimeView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.trace-retime/1";

    /// <summary>The trace, as the user named it.</summary>
    public required string File { get; init; }

    /// <summary>Its format.</summary>
    public required string Format { get; init; }

    /// <summary>True when the trace was whole.</summary>
    public required bool Complete { get; init; }

    /// <summary>The device that it was re-timed on.</summary>
    public required DeviceModel Model { get; init; }

    /// <summary>When commands were allowed.</summary>
    public required RetimePace Pace { get; init; }

    /// <summary>Whose refreshes there are.</summary>
    public required RetimeRefresh Refresh { get; init; }

    /// <summary>Clock period of the recorded cycles in picoseconds, or null where it is unknown.</summary>
    public required double? RecordedClockPs { get; init; }

    /// <summary>What it gave.</summary>
    public required RetimedRun Run { get; init; }

    /// <summary>Energy on the device, or null where the model has no currents.</summary>
    public required EnergyTally? Energy { get; init; }

    /// <summary>The trace that was written, or null.</summary>
    public required string? Record { get; init; }

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    private IEnumerable<KeyValuePair<string, long>> Commands => Model.Standard.Commands
        .Select(c => KeyValuePair.Create(c.Name, Run.Run.Domains.Sum(d => d.TotalCommands(c.Id)))).Where(c => c.Value > 0);

    private long Issued => Run.Commands - Run.LeftOut + Run.Inserted;

    /// <summary>A choice as the command line has it.</summary>
    public static string Word<T>(T choice)
        where T : struct, Enum => choice.ToString().ToLowerInvariant();

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("file", File);
        json.WriteString("format", Format);
        json.WriteBoolean("complete", Complete);
        new NamedHash(Model.Name, Model.Hash).WriteTo(json, "device");
        json.WriteString("pace", Word(Pace));
        json.WriteString("refresh", Word(Refresh));
        json.WriteNumber("commandsTotal", Run.Commands);
        json.WriteNumber("commandsLeftOut", Run.LeftOut);
        json.WriteNumber("commandsInserted", Run.Inserted);
        WriteTime(json, "before", Run.Before, Span(Run.Before, Run.Commands), RecordedClockPs);
        WriteTime(json, "after", Run.After, Span(Run.After, Issued), Model.ClockPs);
        EnergyView.Write(EnergyView.Of(Energy), Model.EnergyAbsentReason, Seconds(Run.Run.Cycles, Model.ClockPs) ?? 0, json);
        json.WriteCounts("commands", Commands);
        json.WriteString("record", Record);
        Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(Facts()));
        console.Write(ShareTable.Create("commands", "command", "count", Commands.Select(c => (c.Key, (double)c.Value, Quantity.Count(c.Value)))));
    }

    private static long Span((long First, long Last) cycles, long commands) => commands == 0 ? 0 : cycles.Last - cycles.First + 1;

    private static double? Seconds(long cycles, double? clockPs) => clockPs is { } ps ? cycles * ps * 1e-12 : null;

    private static void WriteTime(Utf8JsonWriter json, string name, (long First, long Last) cycles, long span, double? clockPs) => json.WriteObject(name, () =>
    {
        json.WriteNumber("firstCycle", cycles.First);
        json.WriteNumber("lastCycle", cycles.Last);
        json.WriteNumber("cycles", span);
        json.WriteFinite("clockPs", clockPs);
        json.WriteFinite("deviceSeconds", Seconds(span, clockPs));
    });

    private IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("trace", $"{File}, {Format}{(Complete ? "" : " (cut)")}");
        yield return ("device", Model.Name);
        yield return ("commands", $"{Quantity.Count(Run.Commands)}, {Quantity.Count(Run.LeftOut)} left out, {Quantity.Count(Run.Inserted)} inserted");
        yield return ("before", Time(Span(Run.Before, Run.Commands), RecordedClockPs));
        yield return ("after", Time(Span(Run.After, Issued), Model.ClockPs));
        yield return ("pace", Pace == RetimePace.Asap ? "as soon as legal" : "not before the recorded time");
        yield return ("refresh", Refresh == RetimeRefresh.Trace ? "as recorded; the device's own interval is not kept" : "the device's own");
        yield return ("energy", Energy is { } energy ? Quantity.Si((double)energy.Total * 1e-18, "J") : $"unknown: {Model.EnergyAbsentReason ?? "the device model has no currents"}");
        if (Record is not null)
        {
            yield return ("written", Record);
        }
    }

    private static string Time(long cycles, double? clockPs) =>
        Seconds(cycles, clockPs) is { } seconds ? $"{Quantity.Count(cycles)} cycles, {Quantity.Si(seconds, "s")}" : $"{Quantity.Count(cycles)} cycles of a clock that the trace does not name";
}
