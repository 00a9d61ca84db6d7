using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Serves the plain requests of one pseudo-channel: <c>admit -> refresh -> choose -> issue -> complete</c>. It never looks
/// at a request that is not the first of its bank or of its row: each bank knows the oldest waiting request of either
/// direction, and the oldest one of its open row.
/// </summary>
internal sealed partial class RequestScheduler<TObserver> : RequestServer
    where TObserver : struct, IRequestObserver
{
    /// <summary>A forwarded read is answered this many cycles after it came.</summary>
    private const int ForwardCycles = 1;

    private readonly ControllerModel policy;
    private readonly ChannelTiming timing;
    private readonly CommandSpec[] commands;
    private readonly CommandRoles roles;
    private readonly RequestStore store;
    private readonly BankState[] banks;
    private readonly RankTable ranks;
    private readonly RequestCounters counters;
    private readonly TObserver observer;

    private readonly int channel;
    private readonly int pseudoChannel;
    private readonly int number;
    private readonly int firstDomain;
    private readonly int firstDomainInChannel;
    private readonly int banksPerRank;
    private readonly int banksPerGroup;
    private readonly int[] groupOf;
    private readonly int[][] places;
    private readonly RequestClock clock;
    private readonly BankCandidates[] candidates;
    private readonly bool[] reachesOthers;
    private readonly int[] capacity;
    private readonly int[] count = [0, 0];
    private readonly int[] owed = [0, 0];
    private readonly bool shared;
    private readonly bool quiet;
    private long agedAfter;

    private int direction = RequestStore.Reads;

    public RequestScheduler(DeviceModel model, TimingTable table, CommandRoles roles, ChannelTiming timing, int channel, int pseudoChannel, TObserver observer)
    {
        Organization o = model.Organization;
        policy = model.Controller;
        this.timing = timing;
        this.roles = roles;
        this.channel = channel;
        this.pseudoChannel = pseudoChannel;
        this.observer = observer;
        commands = table.Commands;
        banksPerRank = o.Banks;
        int bankCount = o.Banks * o.Ranks;
        int groups = commands[roles.PrechargeAll].Scope >= LevelKind.Rank ? o.Ranks : 1;
        banksPerGroup = bankCount / groups;
        number = (channel * o.PseudoChannels) + pseudoChannel;
        firstDomainInChannel = pseudoChannel * o.Ranks;
        firstDomain = (channel * o.DomainsPerChannel) + firstDomainInChannel;
        groupOf = [.. Enumerable.Range(0, bankCount).Select(b => b / banksPerGroup)];
        clock = new RequestClock(table, roles, timing, firstDomainInChannel, o.Ranks, banksPerRank, policy.PagePolicy is PagePolicy.Closed or PagePolicy.Capped);
        candidates = [new BankCandidates(bankCount), new BankCandidates(bankCount)];
        places = [.. commands.Select(c => Enumerable.Range(0, bankCount).Select(b => table.Places.Place(c.Id, DomainOf(b), b % banksPerRank)).ToArray())];
        quiet = policy.PowerDown == PowerDownPolicy.None && policy.PagePolicy != PagePolicy.Adaptive;
        reachesOthers = [.. commands.Select(c => c.Scope < LevelKind.Bank || table.Pushes[c.Id].Any(p => p.Sibling && p.Level == (int)LevelKind.Bank))];
        shared = policy.Queues == QueueKind.Shared;
        capacity = [policy.ReadQueueEntries, shared ? policy.ReadQueueEntries : policy.WriteQueueEntries];
        store = new RequestStore(bankCount, shared ? capacity[0] : capacity[0] + capacity[1]);
        banks = new BankState[bankCount];
        Array.Fill(banks, BankState.Fresh(policy.RowIdleCycles));
        ranks = new RankTable(model, groups);
        counters = new RequestCounters(commands.Length);
    }

    public override RequestCounters Counters => counters;

    public int BankCount => groupOf.Length;

    // Known when the code is compiled for an observer: a replay that nobody watches makes nothing to show.
    private static bool Watched => typeof(TObserver) != typeof(NullRequestObserver);

    /// <summary>True while a request waits.</summary>
    public override bool Busy => count[0] + count[1] > 0;

    /// <summary>True when nothing is to be done before <paramref name="limit"/>: no request waits, and no refresh is due.</summary>
    public override bool Step(ref long now, long limit)
    {
        if (IsStale)
        {
            if (quiet && !Busy && ranks.NextRefresh >= limit)
            {
                return false;
            }

            Choose(now);
        }

        if (best.Cycle >= limit)
        {
            return false;
        }

        now = best.Cycle;
        Issue();
        return true;
    }

    /// <summary>True when a request of this direction can enter.</summary>
    public override bool HasRoom(bool write) => shared ? count[0] + count[1] < capacity[0] : count[write ? 1 : 0] < capacity[write ? 1 : 0];

    /// <inheritdoc/>
    public override long ChosenCycle => best.Cycle;

    /// <summary>What <see cref="Choose"/> chose.</summary>
    public ref readonly RequestDecision Chosen => ref best;

    /// <summary>Takes a request in; there is room. The choice must be made anew.</summary>
    public override void Admit(in RequestPlace place, bool write, long cycle)
    {
        IsStale = true;
        int bank = (place.Rank * banksPerRank) + place.Bank;
        int d = write ? RequestStore.Writes : RequestStore.Reads;
        int before = store.Predecessor(d, bank, place.Row, place.Column);
        int last = before == RequestStore.None ? before : store.Tail(before);
        if (last != RequestStore.None && !write && policy.Forwarding && store[last].Direction == RequestStore.Writes)
        {
            counters.Forwarded++;
            counters.ReadLatency.Add(ForwardCycles);
            counters.LastData = Math.Max(counters.LastData, cycle + ForwardCycles);
            return;
        }

        int r = store.Add(d, bank, place.Row, place.Column, cycle);
        count[d]++;
        ranks.Waiting[groupOf[bank]]++;
        if (last != RequestStore.None && (last != before || store[last].Direction != d))
        {
            // A read must not pass an older write of its burst, nor a write an older read: it waits for that one.
            store.Park(r, last);
        }
        else
        {
            Enqueue(r);
        }

        if (Watched)
        {
            observer.OnQueue(number, cycle, count[0], count[1]);
        }
    }

    /// <summary>
    /// Refresh intervals that can be skipped before <paramref name="until"/>: nobody watches, no request waits, no row is
    /// open and no bank sleeps, so that nothing but refreshes happens, each an interval after the one before.
    /// </summary>
    public override long IdleIntervals(long until) =>
        !Watched && !Busy && policy.PowerDown == PowerDownPolicy.None ? ranks.IdleIntervals(until, policy.Refresh == RefreshPolicy.PerBank ? banksPerGroup : 1) : 0;

    /// <summary>Counts so many intervals as passed.</summary>
    public override void SkipIntervals(long intervals)
    {
        int command = policy.Refresh == RefreshPolicy.PerBank ? roles.RefreshBank : roles.RefreshAll;
        if (policy.Refresh != RefreshPolicy.None)
        {
            counters.Commands[command] += intervals * ranks.Count;
            ranks.SkipIntervals(intervals);
        }
    }

    /// <summary>Requests that wait for a rank.</summary>
    public int WaitingFor(int rank) => ranks.Waiting[groupOf[rank * banksPerRank]];

    /// <summary>Hands a rank to a program: its rows are closed, its refreshes are the program's controller's.</summary>
    /// <returns>Whether rows were open, which the caller closes; and when the next refresh falls due.</returns>
    public (bool Open, long RefreshDue) Block(int rank, long cycle)
    {
        int g = groupOf[rank * banksPerRank];
        bool open = ranks.OpenBanks[g] > 0;
        CloseGroup(g, cycle);
        ranks.Block(g, cycle);
        ReconsiderAll();
        return (open, ranks.RefreshDue[g]);
    }

    /// <summary>Takes a rank back from a program.</summary>
    public void Unblock(int rank, long refreshDue, long cycle)
    {
        ranks.Unblock(groupOf[rank * banksPerRank], refreshDue, cycle);
        ReconsiderAll();
    }

    /// <summary>Closes the accounts at the end of the run.</summary>
    public override void Finish(long cycle)
    {
        for (int g = 0; g < ranks.Count; g++)
        {
            if (!ranks.Blocked[g])
            {
                ranks.AccountUntil(g, cycle);
            }
        }
    }

    public override PseudoChannelResult Results(long end) =>
        new(counters, [.. Enumerable.Range(0, BankCount).Select(b => banks[b].Counters(end))], ranks.Cycles);

    private int DomainOf(int bank) => firstDomainInChannel + (bank / banksPerRank);

    private long Earliest(int command, int bank)
    {
        long t = timing.EarliestAt(places[command][bank]);
        return Math.Max(t, timing.BusFree(commands[command], DomainOf(bank)));
    }

    private void Enqueue(int r)
    {
        store.Append(r);
        int bank = store[r].Bank;
        ref BankState b = ref banks[bank];
        if (b.OpenRow == store[r].Row && b.Hit(store[r].Direction) == RequestStore.None)
        {
            b.SetHit(store[r].Direction, r);
        }

        Reconsider(bank);
    }
}
