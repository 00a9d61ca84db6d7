using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// What the commands of one channel so far ask of the next, row by row: for each instance of the row's level the cycle
/// that binds and the command that set it. A minimum keeps the largest cycle + latency among the preceding commands that
/// count (from the n-th last back), a deadline that of the n-th last alone.
/// </summary>
internal sealed class RowHistory
{
    private const long Unset = long.MinValue;
    private const long Suspended = long.MaxValue;

    private readonly PlaceMap places;
    private readonly Ledger ledger;
    private readonly long[] bounds;
    private readonly TimedCommand[] binding;
    private readonly long[] ringBounds;
    private readonly TimedCommand[] ringCommands;
    private readonly int[] ringHeads;
    private readonly long startCycle;

    /// <param name="table">The rows.</param>
    /// <param name="ledger">Takes what is found.</param>
    /// <param name="startCycle">Refresh deadlines count from here until the first preceding command.</param>
    public RowHistory(RuleTable table, Ledger ledger, long startCycle)
    {
        places = table.Places;
        this.ledger = ledger;
        this.startCycle = startCycle;
        bounds = new long[table.Slots];
        binding = new TimedCommand[table.Slots];
        ringHeads = new int[table.Slots];
        ringBounds = new long[table.Entries];
        ringCommands = new TimedCommand[table.Entries];
        Array.Fill(bounds, Unset);
        Array.Fill(ringBounds, Unset);
    }

    /// <summary>Compares a command with what binds it.</summary>
    public void Check(CompiledRow row, ReadOnlySpan<InstanceRange> reach, in TimedCommand command)
    {
        InstanceRange range = reach[(int)row.Level];
        if (row.IsDeadline)
        {
            CheckDeadline(row, range, command.Cycle, command);
            return;
        }

        int worst = row.FirstSlot + range.First;
        for (int slot = worst + 1; slot < row.FirstSlot + range.End; slot++)
        {
            worst = bounds[slot] > bounds[worst] ? slot : worst;
        }

        long bound = bounds[worst];
        if (bound == Unset)
        {
            return;
        }

        ledger.Pair(row.Rule, command.Cycle - bound);
        if (command.Cycle < bound)
        {
            ledger.ViolateDistance(row.Rule, binding[worst], command, bound - binding[worst].Cycle, command.Cycle - binding[worst].Cycle);
        }
    }

    /// <summary>Compares the end of the trace with the refresh deadline of one instance.</summary>
    public void CheckEnd(CompiledRow row, int instance, long endCycle)
    {
        (long bound, TimedCommand? since) = Deadline(row, row.FirstSlot + instance);
        if (endCycle > bound)
        {
            Miss(row, bound, since, endCycle, null);
        }
    }

    /// <summary>Records what a command asks of later ones.</summary>
    public void Record(RowUse use, ReadOnlySpan<InstanceRange> reach, in TimedCommand command)
    {
        CompiledRow row = use.Row;
        InstanceRange own = reach[(int)row.Level];
        if (use.Role == RowRole.Suspends)
        {
            bounds.AsSpan(row.FirstSlot + own.First, own.Count).Fill(Suspended);
            return;
        }

        long bound = command.Cycle + row.LatencyAfter(command.Operands.Count);
        if (!row.IsSibling)
        {
            Record(row, own, bound, command);
            return;
        }

        InstanceRange family = places.Family(row.Level, own);
        Record(row, new InstanceRange(family.First, own.First - family.First), bound, command);
        Record(row, new InstanceRange(own.End, family.End - own.End), bound, command);
    }

    private void Record(CompiledRow row, InstanceRange range, long bound, in TimedCommand command)
    {
        for (int instance = range.First; instance < range.End; instance++)
        {
            int slot = row.FirstSlot + instance;
            if (row.Window == 1)
            {
                Bind(row, slot, bound, command);
                continue;
            }

            int first = row.FirstEntry + (instance * row.Window);
            int head = ringHeads[slot];
            ringBounds[first + head] = bound;
            ringCommands[first + head] = command;
            head = head + 1 == row.Window ? 0 : head + 1;
            ringHeads[slot] = head;

            // The oldest in the ring is the n-th last now.
            if (ringBounds[first + head] != Unset)
            {
                Bind(row, slot, ringBounds[first + head], ringCommands[first + head]);
            }
        }
    }

    private void Bind(CompiledRow row, int slot, long bound, in TimedCommand command)
    {
        if (row.IsDeadline || bound >= bounds[slot])
        {
            bounds[slot] = bound;
            binding[slot] = command;
        }
    }

    private void CheckDeadline(CompiledRow row, InstanceRange range, long cycle, in TimedCommand command)
    {
        long bound = Suspended;
        TimedCommand? since = null;
        for (int slot = row.FirstSlot + range.First; slot < row.FirstSlot + range.End; slot++)
        {
            (long own, TimedCommand? from) = Deadline(row, slot);
            (bound, since) = own < bound ? (own, from) : (bound, since);
        }

        if (bound == Suspended)
        {
            return;
        }

        ledger.Pair(row.Rule, bound - cycle);
        if (cycle > bound)
        {
            Miss(row, bound, since, cycle, command);
        }
    }

    private (long Bound, TimedCommand? Since) Deadline(CompiledRow row, int slot) => bounds[slot] switch
    {
        Suspended => (Suspended, null),
        Unset => (row.IsRefreshDeadline && row.Window == 1 ? startCycle + row.LatencyAfter(0) : Suspended, null),
        _ => (bounds[slot], binding[slot]),
    };

    private void Miss(CompiledRow row, long bound, TimedCommand? since, long cycle, TimedCommand? command)
    {
        long from = since?.Cycle ?? startCycle;
        ledger.ViolateDistance(row.Rule, since, command, bound - from, cycle - from);
    }
}
