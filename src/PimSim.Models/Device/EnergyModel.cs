namespace PimSim.Models;

/// <summary>Energy coefficients in integer attojoules, already scaled to one processing domain (all its chips and units).</summary>
public sealed class EnergyModel
{
    /// <summary>By command id: the parts that one command costs. A command with no entry at all is refused by the loader.</summary>
    public required IReadOnlyList<IReadOnlyList<CommandEnergy>> ByCommand { get; init; }

    /// <summary>Attojoules per cycle of one domain with all banks closed.</summary>
    public required long PrechargedStandbyAjPerCycle { get; init; }

    /// <summary>Attojoules per cycle of one domain with a row open in at least one bank.</summary>
    public required long ActiveStandbyAjPerCycle { get; init; }
}
