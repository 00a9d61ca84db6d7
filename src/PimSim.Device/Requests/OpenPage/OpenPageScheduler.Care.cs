using System.Numerics;

namespace PimSim.Device;

internal sealed partial class OpenPageScheduler<TObserver>
{
    /// <summary>Chooses where a request has aged or a refresh is near, which not every bank's command may precede.</summary>
    private void ChooseWithCare(long now, int aged)
    {
        chosenCycle = long.MaxValue;
        bestKey = NoKey;
        bestRequest = RequestStore.None;
        int agedBank = aged == RequestStore.None ? RequestStore.None : store[aged].Bank;
        if (Busy)
        {
            for (ulong left = able[direction]; left != 0; left &= left - 1)
            {
                int bank = BitOperations.TrailingZeroCount(left);
                if (bank != agedBank)
                {
                    Consider((direction * bankCount) + bank, bank, now);
                }
            }

            if (aged != RequestStore.None)
            {
                ChooseAged(now, aged);
            }

            for (ulong left = owed[1 - direction] & able[1 - direction]; left != 0; left &= left - 1)
            {
                int bank = BitOperations.TrailingZeroCount(left);
                int at = ((1 - direction) * bankCount) + bank;
                if (candidates[at].Request == banks[bank].Owed)
                {
                    Consider(at, bank, now);
                }
            }
        }

        long due = ranks.NextRefresh;
        if (due <= chosenCycle && due != long.MaxValue && (owed[Reads] | owed[Writes]) == 0)
        {
            // Rows that were opened for a request are used first: otherwise a refresh could undo each activate.
            int command = openBanks > 0 ? OpenPageCommand.PrechargeAll : OpenPageCommand.Refresh;
            Offer(timing.EarliestForAll(command, Math.Max(due, now)), RefreshClass, command, 0, RequestStore.None);
        }
    }

    /// <summary>The next command for the oldest request, whatever others want.</summary>
    private void ChooseAged(long now, int aged)
    {
        ref readonly RequestEntry e = ref store[aged];
        ref readonly BankState b = ref banks[e.Bank];
        long order = e.Order << OrderShift;
        if (b.Owed != RequestStore.None && b.Owed != aged)
        {
            // The row was just opened for another one: it is used once before it is closed.
            order = store[b.Owed].Order << OrderShift;
            OfferAged(store[b.Owed].Direction, b.Owed, e.Bank, order, now);
        }
        else if (b.OpenRow == e.Row)
        {
            OfferAged(e.Direction, aged, e.Bank, order, now);
        }
        else if (!b.IsOpen || b.Owed == RequestStore.None)
        {
            OfferAged(b.IsOpen ? OpenPageCommand.Precharge : OpenPageCommand.Activate, aged, e.Bank, order, now);
        }
    }

    private void OfferAged(int command, int request, int bank, long order, long now)
    {
        long t = timing.Earliest(command, bank, now);
        if (t < ranks.NextRefresh || banks[bank].Owed == request)
        {
            Offer(t, AgedClass | order, command, bank, request);
        }
    }
}
