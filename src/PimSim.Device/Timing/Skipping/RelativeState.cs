using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Everything about a channel that its future depends on, as numbers relative to a cycle: program positions, rows and modes,
/// what timing rules, buses and barriers still forbid, and where open accounts stand. Left out are the loop counters and the
/// next refreshes, which <see cref="Transition"/> compares itself, and what only a watcher can see, such as row numbers.
/// </summary>
/// <remarks>
/// Exact because no step of any domain comes before the cycle: whatever ended earlier forbids as much as if it ended then.
/// Buses belong to the state of a whole channel, not to that of some of its domains.
/// </remarks>
internal sealed class RelativeState
{
    private const int FixedFields = 10;
    private const int BanksPerWord = 32;

    private readonly ChannelTiming timing;
    private readonly DomainState[] domains;
    private readonly ProgramLoops[] loops;
    private readonly int[] slots;
    private readonly int bankWords;
    private readonly Range range;
    private readonly int domainsInChannel;
    private readonly int[] kinds;
    private readonly int buses;

    /// <param name="table">Timing rules.</param>
    /// <param name="timing">Timing of the channel.</param>
    /// <param name="roles">Commands of the controller's own.</param>
    /// <param name="channel">All domains of the channel.</param>
    /// <param name="range">Those that the state is about.</param>
    /// <param name="loops">By domain of the channel.</param>
    public RelativeState(TimingTable table, ChannelTiming timing, CommandRoles roles, DomainState[] channel, Range range, ProgramLoops[] loops)
    {
        this.timing = timing;
        this.range = range;
        this.loops = loops;
        domains = channel[range];
        domainsInChannel = channel.Length;
        kinds = [.. channel.Select((_, d) => Enumerable.Range(0, d + 1).First(k => IsAlike(table, loops, k, d)))];
        slots = FindSlots(table, roles, domains, loops);
        bankWords = (domains[0].OpenRow.Length + BanksPerWord - 1) / BanksPerWord;
        buses = domains.Length == domainsInChannel ? timing.Buses : 0;
        Length = timing.RelativeLength(slots, domains.Length, domainsInChannel) + (domains.Length * DomainLength) + buses;
    }

    /// <summary>Numbers of a state.</summary>
    public int Length { get; }

    private int DomainLength => FixedFields + bankWords + PimProgram.MaxDepth;

    /// <summary>Writes the state at <paramref name="now"/>, the cycle of the last step.</summary>
    public void Capture(long now, Span<long> to)
    {
        foreach (DomainState d in domains)
        {
            Capture(d, now, to[..DomainLength]);
            to = to[DomainLength..];
        }

        for (int b = 0; b < buses; b++)
        {
            to[b] = Math.Max(timing.BusesFree[b] - now, 0);
        }

        timing.Capture(slots, range, domainsInChannel, now, to[buses..]);
    }

    /// <summary>Puts the domains into a state at cycle <paramref name="now"/>. Open rows are all row 0: timing asks only whether one is open.</summary>
    /// <param name="now">The cycle.</param>
    /// <param name="from">What <see cref="Capture(long, Span{long})"/> wrote.</param>
    /// <param name="counters">Loop counters of all domains.</param>
    public void Restore(long now, ReadOnlySpan<long> from, ReadOnlySpan<int> counters)
    {
        foreach (DomainState d in domains)
        {
            Restore(d, now, from[..DomainLength], counters[..PimProgram.MaxDepth]);
            from = from[DomainLength..];
            counters = counters[PimProgram.MaxDepth..];
        }

        for (int b = 0; b < buses; b++)
        {
            timing.SetBusFree(b, now + from[b]);
        }

        timing.Restore(slots, range, domainsInChannel, now, from[buses..]);
    }

    /// <summary>Program position of a domain in a captured state.</summary>
    public int Position(ReadOnlySpan<long> state, int domain) => (int)state[domain * DomainLength];

    /// <summary>True when equal states of two domains mean the same: the same program, over the same buses.</summary>
    private static bool IsAlike(TimingTable table, ProgramLoops[] loops, int a, int b) =>
        ReferenceEquals(loops[a], loops[b]) && table.Commands.All(c => table.Places.Bus(c.Id, a) == table.Places.Bus(c.Id, b));

    /// <summary>Slots that hold back a command which occurs, and that one which occurs pushes.</summary>
    private static int[] FindSlots(TimingTable table, CommandRoles roles, DomainState[] domains, ProgramLoops[] loops)
    {
        var read = new SortedSet<int>();
        var pushed = new HashSet<int>();
        foreach (DomainState d in domains)
        {
            int[] commands = loops[d.IndexInChannel].Commands;
            bool banks = commands.Any(c => table.Commands[c].Scope == LevelKind.Bank);
            int[] own = [banks ? roles.Activate : -1, roles.ActivateAll, roles.PrechargeAll, roles.RefreshAll];
            foreach (int command in own.Where(c => c >= 0).Union(commands))
            {
                for (int bank = 0; bank < d.OpenRow.Length; bank++)
                {
                    int place = table.Places.Place(command, d.IndexInChannel, bank);
                    read.UnionWith(table.Places.Probes[place]);
                    pushed.UnionWith(table.Places.Pushes[place].Select(p => p.Slot));
                    pushed.UnionWith(table.Places.Windows[place].SelectMany(w => w.Slots));
                }
            }
        }

        read.IntersectWith(pushed);
        return [.. read];
    }

    private void Capture(DomainState d, long now, Span<long> to)
    {
        bool waits = !d.Cursor.AtEnd && d.Cursor.Current.Opcode == ProgramOpcode.Barrier;
        to[0] = d.Cursor.Position;
        to[1] = (d.AllBankMode ? 1 : 0) | (d.WaitsForHost ? 2 : 0) | (d.Ended ? 4 : 0);
        to[2] = (d.Layer * DomainTiming.Phases) + (int)d.Phase;
        to[3] = d.Ended ? 0 : Math.Max(d.ReleasedAt - now, 0);
        to[4] = d.Ended ? 0 : Math.Max(d.DataEnd - now, 0);
        to[5] = d.Ended ? 0 : waits ? d.CommandEnd - now : Math.Max(d.CommandEnd - now, 0);
        to[6] = d.LastCycle - now;
        to[7] = d.HostFrom == long.MaxValue ? long.MaxValue : d.HostFrom - now;
        to[8] = waits ? d.ArrivedAt - now : 0;
        to[9] = kinds[d.IndexInChannel];
        Span<long> banks = to.Slice(FixedFields, bankWords);
        banks.Clear();
        for (int b = 0; b < d.OpenRow.Length; b++)
        {
            long bits = (d.OpenRow[b] == DomainState.Closed ? 0 : 1) | (d.WantedRow[b] == DomainState.Closed ? 0 : 2);
            banks[b / BanksPerWord] |= bits << (2 * (b % BanksPerWord));
        }

        CaptureBankCounters(d, to[(FixedFields + bankWords)..]);
    }

    /// <summary>Counters of loops that step through banks: their iterations are different states.</summary>
    private void CaptureBankCounters(DomainState d, Span<long> to)
    {
        to.Clear();
        ProgramLoops own = loops[d.IndexInChannel];
        if (own.BankDepths == 0)
        {
            return;
        }

        Span<int> counters = stackalloc int[PimProgram.MaxDepth];
        d.Cursor.CopyCounters(counters);
        for (int k = 0; k < own.Depth(d.Cursor.Position); k++)
        {
            to[k] = (own.BankDepths >> k & 1) != 0 ? counters[k] : 0;
        }
    }

    private void Restore(DomainState d, long now, ReadOnlySpan<long> from, ReadOnlySpan<int> counters)
    {
        d.Cursor.MoveTo((int)from[0], counters);
        d.AllBankMode = (from[1] & 1) != 0;
        d.WaitsForHost = (from[1] & 2) != 0;
        d.Ended = (from[1] & 4) != 0;
        d.Layer = (int)from[2] / DomainTiming.Phases;
        d.Phase = (CommandPhase)(from[2] % DomainTiming.Phases);
        d.ReleasedAt = now + from[3];
        d.CommandEnd = now + from[5];
        d.LastCycle = now + from[6];
        d.HostFrom = from[7] == long.MaxValue ? long.MaxValue : now + from[7];
        d.ArrivedAt = now + from[8];
        d.LastIssue = now;
        d.Next = null;
        d.OpenBanks = 0;
        for (int b = 0; b < d.OpenRow.Length; b++)
        {
            long bits = from[FixedFields + (b / BanksPerWord)] >> (2 * (b % BanksPerWord));
            d.OpenRow[b] = (bits & 1) != 0 ? 0 : DomainState.Closed;
            d.WantedRow[b] = (bits & 2) != 0 ? 0 : DomainState.Closed;
            d.OpenBanks += (int)(bits & 1);
        }
    }
}
