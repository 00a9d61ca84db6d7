using PimSim.Models;

namespace PimSim.Traces;

/// <summary>The rows of a standard, arranged by command.</summary>
internal sealed class RuleTable
{
    private readonly RowUse[][] preceding;
    private readonly RowUse[][] following;

    public RuleTable(DeviceModel model, Ledger ledger)
    {
        MemoryStandard standard = model.Standard;
        Commands = [.. standard.Commands];
        Buses = [.. standard.Buses];
        Places = new PlaceMap(model.Organization);
        Power = new PowerCommands(standard);
        List<RowUse>[] from = [.. Commands.Select(_ => new List<RowUse>())];
        List<RowUse>[] to = [.. Commands.Select(_ => new List<RowUse>())];
        List<CompiledRow> rows = [];
        foreach (ConstraintRow row in standard.Constraints)
        {
            bool refreshes = row.Max && row.From.All(Refreshes);
            var compiled = new CompiledRow(row, ledger.Rule(row.Name, RuleKind.Row), Slots, Entries, refreshes);
            int instances = Places.Count(row.Level);
            Slots += instances;
            Entries += row.Window > 1 ? instances * row.Window : 0;
            rows.Add(compiled);
            Arrange(row, compiled, from, to);
        }

        preceding = [.. from.Select(uses => uses.ToArray())];
        following = [.. to.Select(uses => uses.ToArray())];
        RefreshDeadlines = [.. rows.Where(r => r.IsRefreshDeadline)];
    }

    public CommandSpec[] Commands { get; }

    public CommandBus[] Buses { get; }

    public PlaceMap Places { get; }

    public PowerCommands Power { get; }

    /// <summary>Rows that say how far apart refreshes may be at most.</summary>
    public CompiledRow[] RefreshDeadlines { get; }

    /// <summary>Slots of all rows in a channel.</summary>
    public int Slots { get; }

    /// <summary>Ring entries of all rows in a channel.</summary>
    public int Entries { get; }

    public RowUse[] PrecedingUses(int command) => preceding[command];

    public RowUse[] FollowingUses(int command) => following[command];

    private void Arrange(ConstraintRow row, CompiledRow compiled, List<RowUse>[] from, List<RowUse>[] to)
    {
        foreach (int id in row.To)
        {
            to[id].Add(new RowUse(compiled, RowRole.Precedes));
        }

        if (compiled.IsRefreshDeadline)
        {
            ArrangeRefreshes(row, compiled, from, to);
            return;
        }

        foreach (int id in row.From)
        {
            from[id].Add(new RowUse(compiled, RowRole.Precedes));
        }
    }

    /// <summary>
    /// A model holds the deadlines of its own way to refresh; in a trace that refreshes in another way they stand still. In self-refresh the device refreshes itself: entering is a
    /// refresh in time, leaving starts a new interval.
    /// </summary>
    private void ArrangeRefreshes(ConstraintRow row, CompiledRow compiled, List<RowUse>[] from, List<RowUse>[] to)
    {
        foreach (CommandSpec command in Commands.Where(c => Refreshes(c.Id) && c.Id != Power.SelfRefreshEntry))
        {
            from[command.Id].Add(new RowUse(compiled, row.From.Contains(command.Id) ? RowRole.Precedes : RowRole.Suspends));
        }

        if (Power.SelfRefreshEntry < 0)
        {
            return;
        }

        from[Power.SelfRefreshEntry].Add(new RowUse(compiled, RowRole.Suspends));
        from[Power.SelfRefreshExit].Add(new RowUse(compiled, RowRole.Precedes));
        if (!row.To.Contains(Power.SelfRefreshEntry))
        {
            to[Power.SelfRefreshEntry].Add(new RowUse(compiled, RowRole.Precedes));
        }
    }

    private bool Refreshes(int command) => (Commands[command].Effects & CommandEffects.Refreshes) != CommandEffects.None;
}
