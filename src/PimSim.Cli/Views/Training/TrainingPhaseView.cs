using System.Text.Json;

namespace PimSim.Cli;

/// <summary>Cycles and energy of a part of a training.</summary>
/// <param name="Cycles">Cycles.</param>
/// <param name="EnergyAj">Attojoules, or null where the model has no currents.</param>
internal sealed record TrainingPhaseView(long Cycles, Int128? EnergyAj)
{
    public static TrainingPhaseView operator +(TrainingPhaseView a, TrainingPhaseView b) => new(a.Cycles + b.Cycles, a.EnergyAj + b.EnergyAj);

    public static TrainingPhaseView operator *(TrainingPhaseView a, int times) => new(a.Cycles * times, a.EnergyAj * times);

    /// <summary>As a member.</summary>
    public void Write(string name, Utf8JsonWriter json) => json.WriteObject(name, () =>
    {
        json.WriteNumber("cycles", Cycles);
        json.WritePicojoules("energyPj", EnergyAj);
    });
}
