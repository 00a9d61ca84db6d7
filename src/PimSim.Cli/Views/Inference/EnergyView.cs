using System.Text.Json;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Cli;

/// <summary>Energy of a run in attojoules.</summary>
/// <param name="TotalAj">Sum of the parts.</param>
/// <param name="ByPart">Parts in fixed order, named as in the documents: activate, array, onDiePath, io ...</param>
internal sealed record EnergyView(Int128 TotalAj, IReadOnlyList<KeyValuePair<string, Int128>> ByPart)
{
    /// <summary>The energy of a run; null stays null.</summary>
    public static EnergyView? Of(EnergyTally? energy) => energy is null
        ? null
        : new EnergyView(energy.Total, Parts(energy.OfPart));

    /// <summary>The parts of a layer's energy; null stays null.</summary>
    public static IReadOnlyList<KeyValuePair<string, Int128>>? PartsOfLayer(EnergyTally? energy, int layer) => energy is null ? null : Parts(p => energy[layer, p]);

    private static List<KeyValuePair<string, Int128>> Parts(Func<EnergyPart, Int128> attojoules) =>
        [.. Enum.GetValues<EnergyPart>().Select(p => KeyValuePair.Create(JsonNamingPolicy.CamelCase.ConvertName(p.ToString()), attojoules(p)))];

    /// <summary>Average power in watts.</summary>
    public double? PowerW(double seconds) => seconds <= 0 ? null : (double)TotalAj * 1e-18 / seconds;

    /// <summary>The member <c>energy</c>, or null with the reason.</summary>
    public static void Write(EnergyView? energy, string? absentReason, double seconds, Utf8JsonWriter json)
    {
        if (energy is null)
        {
            json.WriteNull("energy");
            json.WriteString("energyAbsentReason", absentReason ?? "the device model has no currents");
            return;
        }

        json.WriteObject("energy", () =>
        {
            json.WritePicojoules("totalPj", energy.TotalAj);
            json.WriteFinite("averagePowerW", energy.PowerW(seconds));
            json.WriteObject("byPart", () =>
            {
                foreach ((string part, Int128 attojoules) in energy.ByPart)
                {
                    json.WritePicojoules(part, attojoules);
                }
            });
        });
    }
}
