using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Energy of a replay of plain requests in attojoules, by part: command counts and cycles by state, times integer
/// coefficients, summed in fixed order in 128 bits.
/// </summary>
public sealed class ReplayEnergy
{
    private readonly Int128[] values = new Int128[Enum.GetValues<EnergyPart>().Length];

    private ReplayEnergy()
    {
    }

    /// <summary>All of it.</summary>
    public Int128 Total
    {
        get
        {
            Int128 sum = 0;
            foreach (Int128 v in values)
            {
                sum += v;
            }

            return sum;
        }
    }

    /// <summary>Attojoules of a part.</summary>
    public Int128 this[EnergyPart part] => values[(int)part];

    /// <summary>What <paramref name="result"/> cost on <paramref name="model"/>.</summary>
    /// <param name="model">The model that was replayed on.</param>
    /// <param name="result">Its commands, and its ranks' cycles by state.</param>
    /// <param name="absentReason">Why there is no energy, where null is returned.</param>
    public static ReplayEnergy? Of(DeviceModel model, ReplayResult result, out string? absentReason)
    {
        if (model.Energy is not { } coefficients)
        {
            absentReason = model.EnergyAbsentReason ?? "the device model has no currents";
            return null;
        }

        ReplayEnergy energy = new();
        energy.AddCommands(model, coefficients, result);
        absentReason = energy.AddStandby(model, coefficients, result);
        return absentReason is null ? energy : null;
    }

    private void AddCommands(DeviceModel model, EnergyModel coefficients, ReplayResult result)
    {
        for (int c = 0; c < result.Commands.Count; c++)
        {
            // Coefficients are those of one rank; a command of a whole pseudo-channel reaches all of its ranks.
            long times = result.Commands[c] * (model.Standard.Commands[c].Scope < LevelKind.Rank ? model.Organization.Ranks : 1);
            foreach (CommandEnergy e in coefficients.ByCommand[c])
            {
                values[(int)e.Part] += (Int128)e.FixedAj * times;
            }
        }
    }

    /// <summary>Null, or why a state that occurred has no known energy.</summary>
    private string? AddStandby(DeviceModel model, EnergyModel coefficients, ReplayResult result)
    {
        (RankPower State, long? AjPerCycle, string Name)[] states =
        [
            (RankPower.Precharged, coefficients.PrechargedStandbyAjPerCycle, "standby"),
            (RankPower.Active, coefficients.ActiveStandbyAjPerCycle, "standby"),
            (RankPower.PrechargedPowerDown, coefficients.PrechargedPowerDownAjPerCycle, "precharged power-down (IDD2P)"),
            (RankPower.ActivePowerDown, coefficients.ActivePowerDownAjPerCycle, "active power-down (IDD3P)"),
            (RankPower.SelfRefresh, coefficients.SelfRefreshAjPerCycle, "self-refresh (IDD6)"),
        ];

        // Where ranks rest and refresh together their cycles are counted once.
        int ranksPerGroup = result.Ranks.Count == 0 ? 1 : model.Organization.Domains / result.Ranks.Count;
        foreach ((RankPower state, long? ajPerCycle, string name) in states)
        {
            long cycles = result.Ranks.Sum(r => r[state]) * ranksPerGroup;
            if (cycles > 0 && ajPerCycle is null)
            {
                return $"the device model has no current for {name}, which it was in for {cycles} cycles";
            }

            values[(int)EnergyPart.Background] += (Int128)(ajPerCycle ?? 0) * cycles;
        }

        return null;
    }
}
