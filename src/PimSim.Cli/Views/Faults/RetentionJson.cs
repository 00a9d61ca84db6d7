using System.Text.Json;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>What refresh interval and temperature make of a retention-time distribution.</summary>
internal static class RetentionJson
{
    /// <summary>The member <c>retention</c>, where the model has a distribution.</summary>
    public static void Write(DeviceModel model, Utf8JsonWriter json)
    {
        if (model.Faults.Retention is not { } retention)
        {
            return;
        }

        json.WriteObject("retention", () =>
        {
            json.WriteNumber("windowSeconds", FaultPlan.WindowSeconds(model, retention));
            json.WriteNumber("probability", FaultPlan.RetentionProbabilityOf(model));
        });
    }
}
