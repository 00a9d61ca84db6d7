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

    /// <summary>Attojoules per cycle of one domain in power-down with all banks closed (IDD2P); null where the model has no such current.</summary>
    public long? PrechargedPowerDownAjPerCycle { get; init; }

    /// <summary>Attojoules per cycle of one domain in power-down with a row open (IDD3P); null where the model has no such current.</summary>
    public long? ActivePowerDownAjPerCycle { get; init; }

    /// <summary>Attojoules per cycle of one domain in self-refresh (IDD6), its refreshes included; null where the model has no such current.</summary>
    public long? SelfRefreshAjPerCycle { get; init; }
}
