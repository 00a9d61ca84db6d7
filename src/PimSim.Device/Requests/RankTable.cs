using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Refresh and power of the groups of banks that are refreshed together: a rank each, or a whole pseudo-channel where
/// the standard's all-bank commands reach that far.
/// </summary>
internal sealed class RankTable
{
    private readonly long refreshInterval;
    private readonly long postponed;
    private readonly long[] since;

    public RankTable(DeviceModel model, int groups)
    {
        ControllerModel c = model.Controller;
        refreshInterval = c.Refresh switch
        {
            RefreshPolicy.None => 0,
            RefreshPolicy.PerBank => c.PerBankRefreshIntervalCycles,
            _ => model.RefreshIntervalCycles,
        };
        postponed = c.PostponedRefreshes * refreshInterval;
        Count = groups;
        RefreshDue = new long[groups];
        RefreshBank = new int[groups];
        OpenBanks = new int[groups];
        OwedBanks = new int[groups];
        Waiting = new int[groups];
        LastUse = new long[groups];
        Power = new RankPower[groups];
        Blocked = new bool[groups];
        Cycles = [.. Enumerable.Range(0, groups).Select(_ => new RankCycles())];
        since = new long[groups];
        long first = c.Refresh == RefreshPolicy.AllBank ? model.FirstRefreshCycle : refreshInterval;
        Array.Fill(RefreshDue, refreshInterval > 0 ? first : long.MaxValue);
        NextRefresh = RefreshDue[0];
    }

    public int Count { get; }

    /// <summary>Cycle at which the next refresh falls due.</summary>
    public long[] RefreshDue { get; }

    /// <summary>Per-bank refresh: the bank in the group whose turn it is.</summary>
    public int[] RefreshBank { get; }

    public int[] OpenBanks { get; }

    /// <summary>Banks with a row that was opened for a request which is not served yet.</summary>
    public int[] OwedBanks { get; }

    /// <summary>Requests that wait for the group.</summary>
    public int[] Waiting { get; }

    /// <summary>Cycle of the last command for a request.</summary>
    public long[] LastUse { get; }

    public RankPower[] Power { get; }

    /// <summary>True while a program has the group in all-bank mode: it is none of the scheduler's business.</summary>
    public bool[] Blocked { get; }

    public RankCycles[] Cycles { get; }

    /// <summary>True while a group sleeps or belongs to a program.</summary>
    public bool AnyDown { get; private set; }

    /// <summary>
    /// The first cycle at which a refresh of any group, or of a bank, can go before everything else; where refreshes are
    /// put off, a bound.
    /// </summary>
    public long NextRefresh { get; private set; }

    /// <summary>True when the group takes requests' commands.</summary>
    public bool IsUp(int group) => Power[group] <= RankPower.Active;

    /// <summary>
    /// Cycle from which a refresh goes before everything else: when due, or, where refreshes are put off while requests
    /// wait, when no more can be.
    /// </summary>
    public long RefreshFrom(int group) => RefreshDue[group] == long.MaxValue || Waiting[group] == 0 ? RefreshDue[group] : RefreshDue[group] + postponed;

    public void Refreshed(int group)
    {
        RefreshDue[group] += refreshInterval;
        UpdateNextRefresh();
    }

    /// <summary>After self-refresh the device has just refreshed itself.</summary>
    public void RestartRefresh(int group, long cycle)
    {
        if (refreshInterval > 0)
        {
            RefreshDue[group] = cycle + refreshInterval;
            UpdateNextRefresh();
        }
    }

    /// <summary>A program has the group from here on: its cycles are accounted for there.</summary>
    public void Block(int group, long cycle)
    {
        AccountUntil(group, cycle);
        Blocked[group] = true;
        UpdateDown();
        UpdateNextRefresh();
    }

    /// <summary>The group is back.</summary>
    public void Unblock(int group, long refreshDue, long cycle)
    {
        since[group] = cycle;
        Blocked[group] = false;
        RefreshDue[group] = refreshDue;
        LastUse[group] = cycle;
        UpdateDown();
        UpdateNextRefresh();
    }

    /// <summary>A bank of the group opens (+1) or closes (-1).</summary>
    public void OpenOrClose(int group, int change, long cycle)
    {
        OpenBanks[group] += change;
        Enter(group, OpenBanks[group] > 0 ? RankPower.Active : RankPower.Precharged, cycle);
    }

    /// <summary>From here on cycles count to <paramref name="power"/>.</summary>
    public void Enter(int group, RankPower power, long cycle)
    {
        if (Power[group] != power)
        {
            AccountUntil(group, cycle);
            Power[group] = power;
            UpdateDown();
        }
    }

    private void UpdateNextRefresh()
    {
        long first = long.MaxValue;
        for (int g = 0; g < Count; g++)
        {
            first = Blocked[g] ? first : Math.Min(first, RefreshDue[g]);
        }

        NextRefresh = first;
    }

    private void UpdateDown()
    {
        bool down = false;
        for (int g = 0; g < Count; g++)
        {
            down |= Blocked[g] || !IsUp(g);
        }

        AnyDown = down;
    }

    public void AccountUntil(int group, long cycle)
    {
        Cycles[group].ByState[(int)Power[group]] += cycle - since[group];
        since[group] = cycle;
    }
}
