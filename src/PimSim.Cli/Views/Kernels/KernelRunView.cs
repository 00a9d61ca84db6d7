using System.Text.Json;
using PimSim.Driver;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>kernel run</c>.</summary>
internal sealed record KernelRunView : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.kernel-run/1";

    /// <summary>Name of the kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>The shape as the user wrote it.</summary>
    public required string ShapeText { get; init; }

    /// <summary>The shape.</summary>
    public required KernelShape Shape { get; init; }

    /// <summary>The resolved model, <c>--set</c> included.</summary>
    public required DeviceModel Device { get; init; }

    /// <summary>What it gave.</summary>
    public required KernelRun Run { get; init; }

    /// <summary>The same without units, or null where it was not asked for.</summary>
    public required PlainRun? Plain { get; init; }

    /// <summary>The command trace that was written, or null.</summary>
    public RecordedCommandsView? Record { get; init; }

    /// <summary>Seed of the operands, or null where only timing ran.</summary>
    public required long? Seed { get; init; }

    /// <summary>What differs between equal runs.</summary>
    public required HostView Host { get; init; }

    private double Seconds => Run.Run.Cycles * Device.ClockPs * 1e-12;

    private double Utilization => Run.Run.Cycles == 0 ? 0 : (double)Run.PeakCycles / Run.Run.Cycles;

    private string Path => Run.Check is null ? "timing" : "reference";

    private IEnumerable<KeyValuePair<string, long>> Commands => Device.Standard.Commands
        .Select(c => KeyValuePair.Create(c.Name, Run.Run.Domains.Sum(d => d.TotalCommands(c.Id)))).Where(c => c.Value > 0);

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteObject("kernel", () =>
        {
            json.WriteString("name", Kernel);
            json.WriteString("shape", ShapeText);
            json.WriteNumber("outputs", Shape.Outputs);
            json.WriteNumber("inputs", Shape.Inputs);
            json.WriteNumber("batch", Shape.Batch);
            json.WriteNumber("operations", Shape.Operations);
        });
        new NamedHash(Device.Name, Device.Hash).WriteTo(json, "device");
        json.WriteString("path", Path);
        json.WriteNumber("commandsExecuted", Run.CommandsExecuted);
        json.WriteObject("time", () =>
        {
            json.WriteNumber("cycles", Run.Run.Cycles);
            json.WriteNumber("deviceSeconds", Seconds);
            json.WriteCounts("byPhase", PhaseCycles.Of(Run.Run.Critical).Named);
        });
        json.WriteNumber("peakCycles", Run.PeakCycles);
        json.WriteNumber("utilization", Utilization);
        json.WriteNumber("columnAccesses", Run.ColumnAccesses);
        EnergyView.Write(EnergyView.Of(Run.Energy), Device.EnergyAbsentReason, Seconds, json);
        json.WriteCounts("commands", Commands);
        WriteCheck(json);
        if (Plain is { } plain)
        {
            json.WriteObject("baseline", () =>
            {
                json.WriteString("name", "plain");
                json.WriteNumber("cycles", plain.Cycles);
                json.WriteNumber("reads", plain.Reads);
                json.WriteNumber("writes", plain.Writes);
                json.WriteFinite("ratio", (double)plain.Cycles / Run.Run.Cycles);
            });
        }

        Record?.WriteTo(json);
        Host.WriteTo(json);
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(Facts()));
        console.Write(ShareTable.Create(
            "where the time went", "phase", "cycles", PhaseCycles.Of(Run.Run.Critical).Named.Select(p => (p.Key, (double)p.Value, Quantity.Count(p.Value)))));
        console.Write(ShareTable.Create("commands of all domains", "command", "count", Commands.Select(c => (c.Key, (double)c.Value, Quantity.Count(c.Value)))));
    }

    private void WriteCheck(Utf8JsonWriter json)
    {
        if (Run.Check is not { } check)
        {
            json.WriteNull("check");
            return;
        }

        json.WriteObject("check", () =>
        {
            json.WriteNumber("seed", Seed ?? 0);
            json.WriteNumber("values", check.Values);
            json.WriteNumber("mismatches", check.Mismatches);
            json.WriteFinite("maxAbsoluteError", check.MaxAbsoluteError);
            json.WriteString("resultSha256", check.ResultSha256);
        });
    }

    private IEnumerable<(string Name, string Value)> Facts()
    {
        yield return ("kernel", Shape.Batch == 1 ? $"{Kernel} {ShapeText}" : $"{Kernel} {ShapeText}, batch {Quantity.Count(Shape.Batch)}");
        yield return ("device", Device.Name);
        yield return ("device time", $"{Quantity.Si(Seconds, "s")} ({Quantity.Count(Run.Run.Cycles)} cycles)");
        yield return ("peak", $"{Quantity.Count(Run.PeakCycles)} cycles, {Quantity.Percent(Utilization)} reached");
        if (Plain is { } plain)
        {
            yield return ("without units", $"{Quantity.Count(plain.Cycles)} cycles, {(double)plain.Cycles / Run.Run.Cycles:F2} times as many");
        }

        yield return ("energy", Run.Energy is { } energy
            ? Quantity.Si((double)energy.Total * 1e-18, "J")
            : $"unknown: {Device.EnergyAbsentReason ?? "the device model has no currents"}");
        yield return ("path", Run.CommandsExecuted > 0 ? $"{Path}, {Quantity.Count(Run.CommandsExecuted)} commands executed" : Path);
        if (Record is { } record)
        {
            yield return ("trace", $"{record.File}, {Quantity.Count(record.Commands)} commands, {Quantity.Count(record.FileBytes)} bytes");
        }

        if (Run.Check is { } check)
        {
            yield return ("result", $"{Quantity.Count(check.Values)} values compared with the host's, {Quantity.Count(check.Mismatches)} differ");
        }
    }
}
