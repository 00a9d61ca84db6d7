using System.Globalization;
using System.Text.Json;
using PimSim.Core;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>device show</c>.</summary>
/// <param name="Device">The resolved model.</param>
internal sealed record DeviceShowView(DeviceModel Device) : IResultView
{
    private const double PicosecondsPerSecond = 1e12;

    /// <inheritdoc/>
    public string Schema => "pimsim.device-show/1";

    private double ClockHz => PicosecondsPerSecond / Device.ClockPs;

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        PeakNumbers peak = PeakNumbers.Of(Device);
        json.WriteObject("device", () =>
        {
            json.WriteString("name", Device.Name);
            json.WriteString("hash", Device.Hash);
            json.WriteString("description", Device.Description);
            json.WriteString("standard", Device.Standard.Name);
        });
        json.WriteNumber("clockPs", Device.ClockPs);
        json.WriteCounts("organization", Organization());
        WriteUnit(json);
        json.WriteObject("peak", () =>
        {
            json.WriteNumber("capacityBytes", peak.CapacityBytes);
            json.WriteFinite("bitMacsPerSecond", peak.BitMacsPerCycle * ClockHz);
            json.WriteFinite("realMacsPerSecond", peak.RealMacsPerCycle * ClockHz);
            json.WriteFinite("busBytesPerSecond", peak.BusBytesPerCycle * ClockHz);
            json.WriteFinite("internalBytesPerSecond", peak.InternalBytesPerCycle * ClockHz);
        });
        json.WriteBoolean("hasEnergy", Device.Energy is not null);
        json.WriteString("energyAbsentReason", Device.Energy is null ? Device.EnergyAbsentReason : null);
        WriteArea(json);
        json.WriteStrings("commands", Device.Standard.Commands.Select(c => c.Name));
        json.WriteCounts("timingCycles", Device.Standard.Parameters.OrderBy(p => p.Key, StringComparer.Ordinal));
        json.WriteObjects("numbers", Device.Numbers, number =>
        {
            json.WriteString("path", number.Path);
            json.WriteString("value", number.Value);
            json.WriteString("unit", number.Unit);
            json.WriteString("source", number.Source);
        });
        json.WriteObjects("warnings", Device.Warnings.Concat(Device.Doubts), warning => DiagnosticJson.Write(warning, json));
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        console.Write(Tables.Facts(Summary()));
        Table numbers = Tables.Create(("path", false), ("value", true), ("unit", false), ("source", false));
        foreach (ModelNumber number in Device.Numbers)
        {
            numbers.AddRow(Tables.Cells(number.Path, number.Value, number.Unit, number.Source));
        }

        if (Device.Area is { } area)
        {
            console.Write(Tables.Titled("area", AreaTable(area)));
        }

        console.Write(Tables.Titled("numbers (every path works with --set path=value)", numbers));
    }

    private IEnumerable<(string Name, string Value)> Summary()
    {
        PeakNumbers peak = PeakNumbers.Of(Device);
        Organization o = Device.Organization;
        yield return ("device", Device.Name);
        yield return ("", Device.Description);
        yield return ("standard", $"{Device.Standard.Name}, {Device.Standard.Commands.Count} commands, {Device.Standard.Constraints.Count} timing rules");
        yield return ("clock", Quantity.Si(ClockHz, "Hz"));
        yield return ("organization", FormattableString.Invariant($"{o.Channels} channels x {o.PseudoChannels} pseudo-channels x {o.Ranks} ranks of {o.Chips} chips, {o.BankGroups} x {o.BanksPerGroup} banks of {o.Rows} rows of {o.ColumnAccesses} x {o.AccessBits} bits"));
        yield return ("capacity", $"{Quantity.Count(peak.CapacityBytes)} bytes");
        yield return ("bus", PerSecond(peak.BusBytesPerCycle, "B/s"));
        if (Device.Unit is { } unit)
        {
            yield return ("units", FormattableString.Invariant($"{Device.UnitsPerDomain} in a domain, {o.Domains} domains; {unit.LaneBits} lanes, {unit.InputRegisters} input registers, {unit.Accumulators} accumulators of {unit.AccumulatorBits} bits, {unit.ThresholdEntries} thresholds, SIMD {unit.SimdLanes} x {unit.SimdFormat}"));
            yield return ("banks to units", PerSecond(peak.InternalBytesPerCycle, "B/s"));
            yield return ("peak binary", PerSecond(peak.BitMacsPerCycle, "bit MAC/s"));
            yield return ("peak real", PerSecond(peak.RealMacsPerCycle, "MAC/s"));
        }

        yield return ("energy", Device.Energy is null ? $"none: {Device.EnergyAbsentReason}" : "modelled");
        yield return ("hash", Device.Hash);
        foreach (Diagnostic doubt in Device.Doubts)
        {
            yield return ("doubtful", $"{doubt.Code}: {doubt.Message}");
        }
    }

    private static Table AreaTable(AreaModel area)
    {
        Table table = Tables.Create(("component", false), ("each um2", true), ("count", true), ("mm2", true));
        foreach (AreaComponent c in area.Components)
        {
            table.AddRow(Tables.Cells(c.Name, Quantity.Count((long)c.EachUm2), Quantity.Count(c.Count), SquareMillimetres(c.TotalUm2)));
        }

        table.AddRow(Tables.Cells("total", "", "", SquareMillimetres(area.TotalUm2)));
        return table;
    }

    private static string SquareMillimetres(double um2) => (um2 / 1e6).ToString("0.###", CultureInfo.InvariantCulture);

    private string PerSecond(double? perCycle, string unit) => perCycle is { } value ? Quantity.Si(value * ClockHz, unit) : "unknown";

    private IEnumerable<KeyValuePair<string, long>> Organization()
    {
        Organization o = Device.Organization;
        yield return new("channels", o.Channels);
        yield return new("pseudoChannels", o.PseudoChannels);
        yield return new("ranks", o.Ranks);
        yield return new("chips", o.Chips);
        yield return new("bankGroups", o.BankGroups);
        yield return new("banksPerGroup", o.BanksPerGroup);
        yield return new("rows", o.Rows);
        yield return new("columnAccesses", o.ColumnAccesses);
        yield return new("busBits", o.BusBits);
        yield return new("burstLength", o.BurstLength);
        yield return new("accessBits", o.AccessBits);
    }

    private void WriteArea(Utf8JsonWriter json)
    {
        if (Device.Area is not { } area)
        {
            json.WriteNull("area");
            return;
        }

        json.WriteObject("area", () =>
        {
            json.WriteFinite("totalUm2", area.TotalUm2);
            json.WriteFinite("unitsPerBankArea", area.UnitsPerBankArea);
            json.WriteObjects("components", area.Components, component =>
            {
                json.WriteString("name", component.Name);
                json.WriteFinite("eachUm2", component.EachUm2);
                json.WriteNumber("count", component.Count);
                json.WriteFinite("totalUm2", component.TotalUm2);
            });
        });
    }

    private void WriteUnit(Utf8JsonWriter json)
    {
        if (Device.Unit is not { } unit)
        {
            json.WriteNull("unit");
            return;
        }

        json.WriteObject("unit", () =>
        {
            json.WriteNumber("unitsPerDomain", Device.UnitsPerDomain);
            json.WriteNumber("domains", Device.Organization.Domains);
            json.WriteNumber("banksPerUnit", unit.BanksPerUnit);
            json.WriteNumber("laneBits", unit.LaneBits);
            json.WriteNumber("inputRegisters", unit.InputRegisters);
            json.WriteNumber("accumulators", unit.Accumulators);
            json.WriteNumber("accumulatorBits", unit.AccumulatorBits);
            json.WriteString("overflow", unit.Overflow.ToString().ToLower(CultureInfo.InvariantCulture));
            json.WriteNumber("thresholdEntries", unit.ThresholdEntries);
            json.WriteString("simdFormat", unit.SimdFormat.ToString().ToLower(CultureInfo.InvariantCulture));
            json.WriteNumber("simdLanes", unit.SimdLanes);
            json.WriteNumber("vectorRegisters", unit.VectorRegisters);
            json.WriteNumber("instructionEntries", unit.InstructionEntries);
            json.WriteString("sequencer", unit.Sequencer.ToString().ToLower(CultureInfo.InvariantCulture));
        });
    }
}
