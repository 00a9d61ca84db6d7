using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Serves the plain requests of one pseudo-channel: <c>admit -> refresh -> choose -> issue -> complete</c>. It never looks
/// at a request that is not the first of its bank or of its row: each bank knows the oldest waiting request of either
/// direction, and the oldest one of its open row.
/// </summary>
internal sealed partial class RequestScheduler<TObserver>
    where TObserver : struct, IRequestObserver
{
    /// <summary>A forwarded read is answered this many cycles after it came.</summary>
    private const int ForwardCycles = 1;

    private readonly ControllerModel policy;
    private readonly ChannelTiming timing;
    private readonly CommandSpec[] commands;
    private readonly CommandRoles roles;
    private readonly RequestStore store;
    private readonly BankTable banks;
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
    private readonly int[] capacity;
    private readonly int[] count = [0, 0];
    private readonly int[] owed = [0, 0];
    private readonly bool shared;

    private int direction = RequestStore.Reads;
    private long arrivals;
    private int parked;

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
        places = [.. commands.Select(c => Enumerable.Range(0, bankCount).Select(b => table.Places.Place(c.Id, DomainOf(b), b % banksPerRank)).ToArray())];
        shared = policy.Queues == QueueKind.Shared;
        capacity = [policy.ReadQueueEntries, shared ? policy.ReadQueueEntries : policy.WriteQueueEntries];
        store = new RequestStore(bankCount, shared ? capacity[0] : capacity[0] + capacity[1]);
        banks = new BankTable(bankCount, policy.RowIdleCycles);
        ranks = new RankTable(model, groups);
        counters = new RequestCounters(commands.Length);
    }

    public RequestCounters Counters => counters;

    public int BankCount => groupOf.Length;

    /// <summary>True while a request waits.</summary>
    public bool Busy => count[0] + count[1] > 0;

    /// <summary>True when a request of this direction can enter.</summary>
    public bool HasRoom(bool write) => shared ? count[0] + count[1] < capacity[0] : count[write ? 1 : 0] < capacity[write ? 1 : 0];

    /// <summary>Takes a request in; there is room.</summary>
    public void Admit(in RequestPlace place, bool write, long cycle)
    {
        int bank = (place.Rank * banksPerRank) + place.Bank;
        int d = write ? RequestStore.Writes : RequestStore.Reads;
        int before = Predecessor(d, bank, place.Row, place.Column);
        int last = Tail(before);
        if (last != RequestStore.None && !write && policy.Forwarding && store.Direction[last] == RequestStore.Writes)
        {
            counters.Forwarded++;
            counters.ReadLatency.Add(ForwardCycles);
            counters.LastData = Math.Max(counters.LastData, cycle + ForwardCycles);
            return;
        }

        int r = store.Take();
        store.Direction[r] = (byte)d;
        store.Bank[r] = bank;
        store.Row[r] = place.Row;
        store.Column[r] = place.Column;
        store.Entered[r] = cycle;
        store.Order[r] = arrivals++;
        count[d]++;
        ranks.Waiting[groupOf[bank]]++;
        if (last != RequestStore.None && (last != before || store.Direction[last] != d))
        {
            // A read must not pass an older write of its burst, nor a write an older read: it waits for that one.
            store.Successor[last] = r;
            parked++;
        }
        else
        {
            Enqueue(r);
        }

        observer.OnQueue(number, cycle, count[0], count[1]);
    }

    /// <summary>Closes the accounts at the end of the run.</summary>
    public void Finish(long cycle)
    {
        for (int g = 0; g < ranks.Count; g++)
        {
            ranks.AccountUntil(g, cycle);
        }
    }

    public PseudoChannelResult Results(long end) =>
        new(counters, [.. Enumerable.Range(0, BankCount).Select(b => banks.Counters(b, end))], ranks.Cycles);

    private int DomainOf(int bank) => firstDomainInChannel + (bank / banksPerRank);

    private long Earliest(int command, int bank)
    {
        long t = timing.EarliestAt(places[command][bank]);
        return Math.Max(t, timing.BusFree(commands[command], DomainOf(bank)));
    }

    /// <summary>The youngest waiting request of a burst that a new one of direction <paramref name="d"/> could collide with.</summary>
    private int Predecessor(int d, int bank, int row, int column)
    {
        int other = store.FindBurst(1 - d, bank, row, column);
        if (parked == 0)
        {
            return other;
        }

        int same = store.FindBurst(d, bank, row, column);
        return other == RequestStore.None || (same != RequestStore.None && store.Order[same] > store.Order[other]) ? same : other;
    }

    private int Tail(int request)
    {
        int r = request;
        while (r != RequestStore.None && store.Successor[r] != RequestStore.None)
        {
            r = store.Successor[r];
        }

        return r;
    }

    private void Enqueue(int r)
    {
        store.Append(r);
        int bank = store.Bank[r];
        int[] hit = banks.Hit[store.Direction[r]];
        if (hit[bank] == RequestStore.None && banks.OpenRow[bank] == store.Row[r])
        {
            hit[bank] = r;
        }
    }
}
