using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// Bursts on the data buses of one channel, one bus a pseudo-channel. A write's data may come before those of an earlier
/// read, so the latest bursts are kept, as many as can be under way when commands obey the command bus.
/// </summary>
internal sealed class DataBusHistory
{
    private readonly Ledger ledger;
    private readonly int rule;
    private readonly int burstCycles;
    private readonly int depth;
    private readonly TimedCommand[] commands;
    private readonly long[] starts;
    private readonly int[] heads;
    private readonly long[] ends;

    public DataBusHistory(RuleTable table, Ledger ledger, FixedRules rules, int burstCycles)
    {
        this.ledger = ledger;
        this.burstCycles = burstCycles;
        rule = rules.DataBus;
        depth = table.Commands.Max(c => c.DataEndCycles) + 1;
        int buses = table.Places.Count(LevelKind.PseudoChannel);
        commands = new TimedCommand[buses * depth];
        starts = new long[buses * depth];
        heads = new int[buses];
        ends = new long[buses];
        Array.Fill(starts, long.MinValue);
        Array.Fill(ends, long.MinValue);
    }

    public void Add(CommandSpec spec, ReadOnlySpan<InstanceRange> reach, in TimedCommand command)
    {
        if (spec.DataEndCycles == 0)
        {
            return;
        }

        InstanceRange buses = reach[(int)LevelKind.PseudoChannel];
        long start = command.Cycle + spec.DataEndCycles - burstCycles;
        for (int bus = buses.First; bus < buses.End; bus++)
        {
            if (start >= ends[bus] && ends[bus] != long.MinValue)
            {
                ledger.Pair(rule, start - ends[bus]);
            }
            else if (ends[bus] != long.MinValue)
            {
                CheckOverlap(bus, start, command);
            }

            int slot = (bus * depth) + heads[bus];
            starts[slot] = start;
            commands[slot] = command;
            heads[bus] = heads[bus] + 1 == depth ? 0 : heads[bus] + 1;
            ends[bus] = Math.Max(ends[bus], start + burstCycles);
        }
    }

    private void CheckOverlap(int bus, long start, in TimedCommand command)
    {
        // Starts of two bursts that do not overlap are a burst apart, whichever comes first.
        long nearest = long.MaxValue;
        int with = -1;
        for (int slot = bus * depth; slot < (bus + 1) * depth; slot++)
        {
            long distance = starts[slot] == long.MinValue ? long.MaxValue : Math.Abs(start - starts[slot]);
            (nearest, with) = distance < nearest ? (distance, slot) : (nearest, with);
        }

        ledger.Pair(rule, nearest - burstCycles);
        if (nearest < burstCycles)
        {
            ledger.ViolateDistance(rule, commands[with], command, burstCycles, nearest);
        }
    }
}
