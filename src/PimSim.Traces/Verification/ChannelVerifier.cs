using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Checks the commands of one channel: order, buses, states, rows.</summary>
internal sealed class ChannelVerifier
{
    private readonly RuleTable table;
    private readonly Ledger ledger;
    private readonly FixedRules rules;
    private readonly CommandBusHistory commandBuses;
    private readonly DataBusHistory dataBuses;
    private readonly StateHistory states;
    private readonly RowHistory rows;
    private readonly bool[] rankSeen;
    private TimedCommand last;
    private bool any;

    public ChannelVerifier(RuleTable table, Ledger ledger, FixedRules rules, int burstCycles, VerificationOptions options, long startCycle)
    {
        this.table = table;
        this.ledger = ledger;
        this.rules = rules;
        commandBuses = new CommandBusHistory(table, ledger, rules);
        dataBuses = new DataBusHistory(table, ledger, rules, burstCycles);
        states = new StateHistory(table, ledger, rules, options.ColumnCommandsNameRows);
        rows = new RowHistory(table, ledger, startCycle);
        rankSeen = new bool[table.Places.Count(LevelKind.Rank)];
    }

    public void Add(in TimedCommand command)
    {
        CommandSpec spec = table.Commands[command.Command];
        ReadOnlySpan<InstanceRange> reach = table.Places.Reach(spec.Scope, command);
        CheckOrder(command);
        commandBuses.Add(spec, reach, command);
        dataBuses.Add(spec, reach, command);
        states.Add(spec, reach, command);
        foreach (RowUse use in table.FollowingUses(spec.Id))
        {
            rows.Check(use.Row, reach, command);
        }

        foreach (RowUse use in table.PrecedingUses(spec.Id))
        {
            rows.Record(use, reach, command);
        }

        for (int rank = reach[(int)LevelKind.Rank].First; rank < reach[(int)LevelKind.Rank].End; rank++)
        {
            rankSeen[rank] = true;
        }
    }

    /// <summary>Refresh deadlines that pass without a refresh, in ranks that had any command.</summary>
    public void Finish(long endCycle)
    {
        foreach (CompiledRow row in table.RefreshDeadlines)
        {
            for (int instance = 0; instance < table.Places.Count(row.Level); instance++)
            {
                if (Seen(row.Level, instance))
                {
                    rows.CheckEnd(row, instance, endCycle);
                }
            }
        }
    }

    private void CheckOrder(in TimedCommand command)
    {
        if (any && command.Cycle < last.Cycle)
        {
            ledger.ViolateDistance(rules.Order, last, command, 0, command.Cycle - last.Cycle);
        }

        any = true;
        last = command;
    }

    private bool Seen(LevelKind level, int instance)
    {
        for (int rank = 0; rank < rankSeen.Length; rank++)
        {
            if (rankSeen[rank] && table.Places.Overlap(level, instance, LevelKind.Rank, rank))
            {
                return true;
            }
        }

        return false;
    }
}
