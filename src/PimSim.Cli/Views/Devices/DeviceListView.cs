using System.Text.Json;
using PimSim.Models;
using Spectre.Console;

namespace PimSim.Cli;

/// <summary>The result of <c>device list</c>.</summary>
/// <param name="Devices">The models that ship, by name.</param>
/// <param name="DefaultName">The one that verbs take when given none.</param>
internal sealed record DeviceListView(IReadOnlyList<DeviceModel> Devices, string DefaultName) : IResultView
{
    /// <inheritdoc/>
    public string Schema => "pimsim.device-list/1";

    /// <inheritdoc/>
    public void WriteJson(Utf8JsonWriter json)
    {
        json.WriteString("default", DefaultName);
        json.WriteObjects("devices", Devices, device =>
        {
            json.WriteString("name", device.Name);
            json.WriteString("hash", device.Hash);
            json.WriteString("description", device.Description);
            json.WriteString("standard", device.Standard.Name);
            json.WriteBoolean("processing", device.Unit is not null);
            json.WriteBoolean("hasEnergy", device.Energy is not null);
            json.WriteNumber("capacityBytes", PeakNumbers.Of(device).CapacityBytes);
        });
    }

    /// <inheritdoc/>
    public void WriteTable(IAnsiConsole console)
    {
        Table table = Tables.Create(("name", false), ("standard", false), ("units", true), ("energy", false), ("description", false));
        foreach (DeviceModel device in Devices)
        {
            bool isDefault = string.Equals(device.Name, DefaultName, StringComparison.Ordinal);
            table.AddRow(Tables.Cells(
                device.Name + (isDefault ? " (default)" : ""),
                device.Standard.Name,
                device.Unit is null ? "none" : Quantity.Count((long)device.Organization.Domains * device.UnitsPerDomain),
                device.Energy is null ? "no" : "yes",
                device.Description));
        }

        console.Write(Tables.Titled("device models", table));
    }
}
