using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// The constraint rows among the six commands of an <see cref="OpenPageScheduler{TObserver}"/>, by where they are counted:
/// in the bank, in its group, above. Only for pseudo-channels of one rank, which no other one holds back but on the buses.
/// </summary>
internal sealed class OpenPageRules
{
    /// <summary>Latency of no rule: added to any cycle it lies before every cycle.</summary>
    public const long Never = long.MinValue / 4;

    /// <summary>Bits of a candidate's key that hold its distance from now, which is less than the longest latency of two rules.</summary>
    public const int DistanceBits = 15;

    /// <summary>One bit of a mask for each bank.</summary>
    public const int MostBanks = 64;

    /// <summary>Where the latencies in the same bank stand among those of a command.</summary>
    public const int InBank = 0;

    /// <summary>Where those in the same bank group stand.</summary>
    public const int InGroup = OpenPageCommand.OfBank;

    /// <summary>Where those anywhere in the rank stand.</summary>
    public const int Above = 2 * OpenPageCommand.OfBank;

    /// <summary>Latencies of a command.</summary>
    public const int PerCommand = 3 * OpenPageCommand.OfBank;

    private readonly TimingTable table;

    private OpenPageRules(TimingTable table, CommandRoles roles, Organization organization)
    {
        this.table = table;
        Ids = [roles.Read, roles.Write, roles.Activate, roles.Precharge, roles.PrechargeAll, roles.RefreshAll];
        Banks = organization.Banks;
        BanksPerGroup = organization.BanksPerGroup;
        BusCycles = [.. Ids.Select(id => id < 0 ? 0 : table.Commands[id].BusCycles)];
        Windows = [.. roles.Activate < 0 ? [] : table.Windows[roles.Activate]];
        Array.Fill(Latencies, Never);
        Array.Fill(OnAll, Never);

        for (int from = 0; from < Ids.Length; from++)
        {
            foreach (TimingPush p in Ids[from] < 0 ? [] : table.Pushes[Ids[from]])
            {
                Add(from, p);
            }
        }

        PrechargeReachesOthers = Latencies.AsSpan((OpenPageCommand.Precharge * PerCommand) + InGroup, PerCommand - InGroup).ContainsAnyExcept(Never);
    }

    /// <summary>By <see cref="OpenPageCommand"/>: id in the standard, or -1.</summary>
    public int[] Ids { get; }

    public int Banks { get; }

    public int BanksPerGroup { get; }

    /// <summary>By command: cycles on its bus.</summary>
    public int[] BusCycles { get; }

    /// <summary>Windows of activates.</summary>
    public WindowRule[] Windows { get; }

    /// <summary>
    /// By preceding command * <see cref="PerCommand"/> + place of a level + following command of a bank: latency in the same bank
    /// (<see cref="InBank"/>), in the same group (<see cref="InGroup"/>), anywhere in the rank (<see cref="Above"/>).
    /// </summary>
    public long[] Latencies { get; } = new long[OpenPageCommand.Count * PerCommand];

    /// <summary>By preceding command * 2 + (following command - 4): latency to a command of the whole rank, from any bank.</summary>
    public long[] OnAll { get; } = new long[OpenPageCommand.Count * 2];

    /// <summary>Whether a precharge holds back a command of another bank (PPD), other than by the bus.</summary>
    public bool PrechargeReachesOthers { get; }

    /// <summary>Bus of a command, counted by instance.</summary>
    public int BusOf(int command, int domainInChannel) => Ids[command] < 0 ? 0 : table.Places.Bus(Ids[command], domainInChannel);

    /// <summary>The rules, or null where the policies or the device need the <see cref="RequestScheduler{TObserver}"/>.</summary>
    public static OpenPageRules? Compile(DeviceModel model, TimingTable table, CommandRoles roles)
    {
        ControllerModel c = model.Controller;
        bool policies = c is
        {
            Scheduler: SchedulerKind.FrFcfs,
            PagePolicy: PagePolicy.Open,
            Queues: QueueKind.Separate,
            PowerDown: PowerDownPolicy.None,
            PostponedRefreshes: 0,
            Refresh: RefreshPolicy.AllBank or RefreshPolicy.None,
        };
        Organization o = model.Organization;
        if (!policies || o.Ranks > 1 || o.Banks > MostBanks || table.Places.CouplesDomains || table.MaxLatency >= 1 << (DistanceBits - 1))
        {
            return null;
        }

        int[] used = [roles.Read, roles.Write, roles.Activate, roles.Precharge, roles.PrechargeAll, .. c.Refresh == RefreshPolicy.None ? [] : new[] { roles.RefreshAll }];
        bool apart = o.PseudoChannels == 1 || used.All(id => table.Commands[id].Scope >= LevelKind.PseudoChannel);
        return apart && used.All(id => IsFlat(table, id, used, roles.Activate)) ? new OpenPageRules(table, roles, o) : null;
    }

    /// <summary>True when all that a command pushes fits the tables here.</summary>
    private static bool IsFlat(TimingTable table, int id, int[] used, int activate) =>
        table.Pushes[id].Where(p => used.Contains(p.To)).All(p => p.IsConstant && !HasSiblings(table, p))
        && table.Windows[id].All(w => id == activate && w.Level <= (int)LevelKind.Rank && w.To.All(to => to == activate || !used.Contains(to)));

    private static bool HasSiblings(TimingTable table, TimingPush p) =>
        p.Sibling && table.LevelCounts[p.Level] > (p.Level == 0 ? 1 : table.LevelCounts[p.Level - 1]);

    private void Add(int from, TimingPush p)
    {
        // Rules between siblings are none where there is but one.
        int to = p.Sibling ? -1 : Array.IndexOf(Ids, p.To);
        if (to >= OpenPageCommand.OfBank)
        {
            ref long all = ref OnAll[(from * 2) + to - OpenPageCommand.OfBank];
            all = Math.Max(all, p.After(0));
        }
        else if (to >= 0)
        {
            int level = (LevelKind)p.Level switch
            {
                LevelKind.Bank => InBank,
                LevelKind.BankGroup => InGroup,
                _ => Above,
            };
            ref long latency = ref Latencies[(from * PerCommand) + level + to];
            latency = Math.Max(latency, p.After(0));
        }
    }
}
