using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Which command each command bus of one channel carried last.</summary>
internal sealed class CommandBusHistory
{
    private readonly RuleTable table;
    private readonly Ledger ledger;
    private readonly int[] rules;
    private readonly int[] firstSlots;
    private readonly long[] free;
    private readonly TimedCommand[] last;

    public CommandBusHistory(RuleTable table, Ledger ledger, FixedRules rules)
    {
        this.table = table;
        this.ledger = ledger;
        this.rules = [.. rules.Buses];
        firstSlots = new int[table.Buses.Length];
        int slots = 0;
        for (int b = 0; b < firstSlots.Length; b++)
        {
            firstSlots[b] = slots;
            slots += table.Places.Count(table.Buses[b].Level);
        }

        free = new long[slots];
        last = new TimedCommand[slots];
        Array.Fill(free, long.MinValue);
    }

    public void Add(CommandSpec spec, ReadOnlySpan<InstanceRange> reach, in TimedCommand command)
    {
        InstanceRange range = reach[(int)table.Buses[spec.Bus].Level];
        int rule = rules[spec.Bus];
        for (int slot = firstSlots[spec.Bus] + range.First; slot < firstSlots[spec.Bus] + range.End; slot++)
        {
            if (free[slot] != long.MinValue)
            {
                ledger.Pair(rule, command.Cycle - free[slot]);
                if (command.Cycle < free[slot])
                {
                    ledger.ViolateDistance(rule, last[slot], command, free[slot] - last[slot].Cycle, command.Cycle - last[slot].Cycle);
                }
            }

            free[slot] = command.Cycle + spec.BusCycles;
            last[slot] = command;
        }
    }
}
