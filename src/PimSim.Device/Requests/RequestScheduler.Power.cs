using PimSim.Models;

namespace PimSim.Device;

internal sealed partial class RequestScheduler<TObserver>
{
    private const long PowerClass = 5L << 56;

    /// <summary>
    /// Power-down and self-refresh of a group that nobody asks for. What wakes it, a request or a refresh that is due,
    /// lies in the future or has a command of its own: it never wakes just to sleep again in the same cycle.
    /// </summary>
    private void ChoosePower(int g, long now)
    {
        if (policy.PowerDown == PowerDownPolicy.None)
        {
            return;
        }

        int bank = g * banksPerGroup;
        bool wanted = ranks.Waiting[g] > 0;
        long idleSince = ranks.LastUse[g];
        long refresh = ranks.RefreshFrom(g);
        long selfRefresh = policy.PowerDown == PowerDownPolicy.SelfRefresh && roles.EnterSelfRefresh >= 0 ? idleSince + policy.SelfRefreshIdleCycles : long.MaxValue;
        switch (ranks.Power[g])
        {
            case RankPower.SelfRefresh:
                OfferPower(wanted ? now : long.MaxValue, roles.LeaveSelfRefresh, bank);
                break;
            case RankPower.PrechargedPowerDown:
                OfferPower(wanted ? now : Math.Min(refresh, selfRefresh), roles.LeavePrechargedPowerDown, bank);
                break;
            case RankPower.ActivePowerDown:
                OfferPower(wanted ? now : Math.Min(refresh, selfRefresh), roles.LeaveActivePowerDown, bank);
                break;
            case var _ when wanted:
                break;
            case RankPower.Active when now >= selfRefresh:
                OfferPower(selfRefresh, roles.PrechargeAll, bank);
                break;
            case RankPower.Precharged when now >= selfRefresh:
                OfferPower(selfRefresh, roles.EnterSelfRefresh, bank);
                break;
            case RankPower.Active:
                OfferDown(g, idleSince, refresh, roles.EnterActivePowerDown, bank);
                break;
            default:
                OfferDown(g, idleSince, refresh, roles.EnterPrechargedPowerDown, bank);
                break;
        }

        void OfferPower(long from, int command, int at)
        {
            if (from != long.MaxValue)
            {
                Offer(Math.Max(Math.Max(now, from), Earliest(command, at)), PowerClass + g, RequestStep.Power, command, at, RequestStore.None);
            }
        }

        void OfferDown(int group, long since, long refreshFrom, int command, int at)
        {
            long t = Math.Max(Math.Max(now, since + policy.PowerDownIdleCycles), Earliest(command, at));
            if (t < refreshFrom)
            {
                Offer(t, PowerClass + group, RequestStep.Power, command, at, RequestStore.None);
            }
        }
    }

    private void ApplyPower(int command, int bank, long cycle)
    {
        int g = groupOf[bank];
        RankPower standby = ranks.OpenBanks[g] > 0 ? RankPower.Active : RankPower.Precharged;
        if (command == roles.PrechargeAll)
        {
            CloseGroup(g, cycle);
        }
        else if (command == roles.EnterSelfRefresh)
        {
            ranks.Enter(g, RankPower.SelfRefresh, cycle);
        }
        else if (command == roles.LeaveSelfRefresh)
        {
            ranks.Enter(g, standby, cycle);
            ranks.RestartRefresh(g, cycle);
        }
        else
        {
            bool down = command == roles.EnterActivePowerDown || command == roles.EnterPrechargedPowerDown;
            ranks.Enter(g, !down ? standby : standby == RankPower.Active ? RankPower.ActivePowerDown : RankPower.PrechargedPowerDown, cycle);
        }
    }
}
