using System.Runtime.CompilerServices;
using PimSim.Bits;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// What <see cref="RequestScheduler{TObserver}"/> does, for the policies that most replays use: FR-FCFS, open pages, separate
/// queues, refreshes of all banks or none, one rank. The same commands in the same cycles, in a fraction of the time.
/// </summary>
internal sealed partial class OpenPageScheduler<TObserver> : RequestServer
    where TObserver : struct, IRequestObserver
{
    /// <summary>A forwarded read is answered this many cycles after it came.</summary>
    private const int ForwardCycles = 1;

    private const int Reads = RequestStore.Reads;
    private const int Writes = RequestStore.Writes;

    // There is one group of banks that refreshes together.
    private const int Group = 0;

    // Known when the code is compiled for an observer: a replay that nobody watches makes nothing to show.
    private static readonly bool Watched = typeof(TObserver) != typeof(NullRequestObserver);

    private readonly OpenPageRules rules;
    private readonly OpenPageTiming timing;
    private readonly CommandSpec[] commands;
    private readonly RequestStore store;
    private readonly BankState[] banks;
    private readonly RankTable ranks;
    private readonly RequestCounters counters;
    private readonly TObserver observer;
    private readonly OpenPageCandidate[] candidates;

    // Of the candidates, what is compared, as LeastKey wants it: cycle by the rules that are counted in the bank; class and age of the
    // command, below the bits of its distance from now, or NoKey where there is no candidate; the command.
    private readonly long[] bankFree;
    private readonly long[] rest;
    private readonly long[] selectors;
    private readonly long[] selectorOf = [.. Enumerable.Range(0, OpenPageCommand.OfBank).Select(LeastKey.Selector)];
    private readonly int bankCount;
    private readonly int channel;
    private readonly int pseudoChannel;
    private readonly int number;
    private readonly int domain;
    private readonly int readCapacity;
    private readonly int writeCapacity;
    private readonly int drainStart;
    private readonly int drainStop;
    private readonly int rowHitCap;
    private readonly int ageLimit;
    private readonly bool forwarding;
    private readonly bool refreshes;

    // By direction: banks that have something to do, and banks whose row was opened for a request that still waits.
    private readonly ulong[] able = [0, 0];
    private readonly ulong[] owed = [0, 0];
    private readonly long[] issued = new long[OpenPageCommand.Count];
    private readonly int[] dataEnd;
    private readonly int[] count = [0, 0];

    private int direction = Reads;
    private long agedAfter;
    private int openBanks;
    private long since;

    // The only request that waits, while it stands in no list.
    private int lone = RequestStore.None;

    public OpenPageScheduler(DeviceModel model, OpenPageRules rules, TimingTable table, long[] buses, int channel, int pseudoChannel, TObserver observer)
    {
        Organization o = model.Organization;
        ControllerModel policy = model.Controller;
        this.rules = rules;
        this.channel = channel;
        this.pseudoChannel = pseudoChannel;
        this.observer = observer;
        timing = new OpenPageTiming(rules, pseudoChannel, buses);
        commands = table.Commands;
        dataEnd = [commands[rules.Ids[Reads]].DataEndCycles, commands[rules.Ids[Writes]].DataEndCycles];
        bankCount = o.Banks;
        number = (channel * o.PseudoChannels) + pseudoChannel;
        domain = (channel * o.DomainsPerChannel) + pseudoChannel;
        readCapacity = policy.ReadQueueEntries;
        writeCapacity = policy.WriteQueueEntries;
        drainStart = policy.DrainStart;
        drainStop = policy.DrainStop;
        rowHitCap = policy.RowHitCap;
        ageLimit = policy.AgeLimitCycles;
        forwarding = policy.Forwarding;
        refreshes = policy.Refresh != RefreshPolicy.None;
        store = new RequestStore(bankCount, readCapacity + writeCapacity);
        banks = new BankState[bankCount];
        Array.Fill(banks, BankState.Fresh(policy.RowIdleCycles));
        candidates = new OpenPageCandidate[2 * bankCount];
        bankFree = new long[2 * bankCount];
        rest = new long[2 * bankCount];
        selectors = new long[2 * bankCount];
        Array.Fill(rest, NoKey);
        ranks = new RankTable(model, 1);
        counters = new RequestCounters(commands.Length);
    }

    public override RequestCounters Counters => counters;

    /// <summary>True while a request waits.</summary>
    public override bool Busy => (count[Reads] | count[Writes]) != 0;

    /// <summary>True when a request of this direction can enter.</summary>
    public override bool HasRoom(bool write) => write ? count[Writes] < writeCapacity : count[Reads] < readCapacity;

    /// <summary>Takes a request in; there is room.</summary>
    public override void Admit(in RequestPlace place, bool write, long cycle)
    {
        int bank = place.Bank;
        int d = write ? Writes : Reads;
        if (!Busy)
        {
            lone = store.Add(d, bank, place.Row, place.Column, cycle);
            count[d]++;
            IsStale = true;
            TellQueue(cycle);
            return;
        }

        ListLone();
        int before = store.Predecessor(d, bank, place.Row, place.Column);
        int last = before == RequestStore.None ? before : store.Tail(before);
        if (last != RequestStore.None && !write && forwarding && store[last].Direction == Writes)
        {
            counters.Forwarded++;
            counters.ReadLatency.Add(ForwardCycles);
            counters.LastData = Math.Max(counters.LastData, cycle + ForwardCycles);
            return;
        }

        int r = store.Add(d, bank, place.Row, place.Column, cycle);
        count[d]++;
        if (last != RequestStore.None && (last != before || store[last].Direction != d))
        {
            // A read must not pass an older write of its burst, nor a write an older read: it waits for that one.
            store.Park(r, last);
        }
        else
        {
            Enqueue(r, ref store[r]);
        }

        TellQueue(cycle);
        UpdateChoice(bank, d, cycle);
    }

    /// <summary>
    /// Refresh intervals that can be skipped before <paramref name="until"/>: nobody watches, no request waits and no row is
    /// open, so that nothing but refreshes happens, each an interval after the one before.
    /// </summary>
    public override long IdleIntervals(long until) => !Watched && !Busy && openBanks == 0 ? ranks.IdleIntervals(until, 1) : 0;

    /// <summary>Counts so many intervals as passed.</summary>
    public override void SkipIntervals(long intervals)
    {
        if (refreshes)
        {
            issued[OpenPageCommand.Refresh] += intervals;
            ranks.SkipIntervals(intervals);
        }
    }

    /// <summary>Closes the accounts at the end of the run.</summary>
    public override void Finish(long cycle) => Account(openBanks > 0 ? RankPower.Active : RankPower.Precharged, cycle);

    public override PseudoChannelResult Results(long end)
    {
        for (int c = 0; c < issued.Length; c++)
        {
            if (issued[c] > 0)
            {
                counters.Commands[rules.Ids[c]] = issued[c];
            }
        }

        return new(counters, [.. Enumerable.Range(0, bankCount).Select(b => banks[b].Counters(end))], ranks.Cycles);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Enqueue(int r, ref RequestEntry e)
    {
        store.Append(r);
        ref BankState b = ref banks[e.Bank];
        if (b.OpenRow == e.Row && b.Hit(e.Direction) == RequestStore.None)
        {
            b.SetHit(e.Direction, r);
        }

        Reconsider(e.Bank, e.Direction, b);
    }
}
