using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>Energy of plain requests: commands and cycles by state times the model's coefficients.</summary>
internal static class PlainEnergy
{
    /// <summary>Attojoules, or null where the model has no currents, or none for a state that occurred.</summary>
    public static Int128? Of(DeviceModel model, ReplayResult result)
    {
        if (model.Energy is not { } energy)
        {
            return null;
        }

        Int128 sum = 0;
        for (int c = 0; c < result.Commands.Count; c++)
        {
            // Coefficients are those of a rank; a command of a whole pseudo-channel reaches all of its ranks.
            long times = result.Commands[c] * (model.Standard.Commands[c].Scope < LevelKind.Rank ? model.Organization.Ranks : 1);
            foreach (CommandEnergy e in energy.ByCommand[c])
            {
                sum += (Int128)e.FixedAj * times;
            }
        }

        (RankPower State, long? AjPerCycle)[] states =
        [
            (RankPower.Precharged, energy.PrechargedStandbyAjPerCycle),
            (RankPower.Active, energy.ActiveStandbyAjPerCycle),
            (RankPower.PrechargedPowerDown, energy.PrechargedPowerDownAjPerCycle),
            (RankPower.ActivePowerDown, energy.ActivePowerDownAjPerCycle),
            (RankPower.SelfRefresh, energy.SelfRefreshAjPerCycle),
        ];

        // Where ranks rest and refresh together their cycles are counted once.
        int ranksPerGroup = model.Organization.Domains / result.Ranks.Count;
        foreach ((RankPower state, long? ajPerCycle) in states)
        {
            long cycles = result.Ranks.Sum(r => r[state]) * ranksPerGroup;
            if (cycles > 0 && ajPerCycle is null)
            {
                return null;
            }

            sum += (Int128)(ajPerCycle ?? 0) * cycles;
        }

        return sum;
    }
}
