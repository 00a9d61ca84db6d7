using PimSim.Core;

namespace PimSim.Models;

/// <summary>
/// Doubts about constraint rows: rows that another row makes superfluous, commands that nothing keeps apart from themselves.
/// Which ones are found is told in docs/device-models.md.
/// </summary>
internal sealed class RowConsistency
{
    private const CommandEffects Repeatable =
        CommandEffects.Opens | CommandEffects.Reads | CommandEffects.Writes | CommandEffects.Refreshes | CommandEffects.Computes | CommandEffects.BusIn | CommandEffects.BusOut;

    private readonly MemoryStandard standard;
    private readonly IReadOnlyList<StandardFile> files;
    private readonly List<Diagnostic> doubts = [];
    private readonly ConstraintRow[] rows;
    private readonly List<int>[] byPair;

    public RowConsistency(MemoryStandard standard, IReadOnlyList<StandardFile> files)
    {
        this.standard = standard;
        this.files = files;
        rows = [.. standard.Constraints.Where(r => !r.Max)];
        byPair = new List<int>[standard.Commands.Count * standard.Commands.Count];
        for (int i = 0; i < rows.Length; i++)
        {
            foreach (int pair in Pairs(rows[i]))
            {
                (byPair[pair] ??= []).Add(i);
            }
        }
    }

    public IReadOnlyList<Diagnostic> Check()
    {
        foreach (CommandSpec command in standard.Commands.Where(c => (c.Effects & Repeatable) != CommandEffects.None && !IsKeptApart(c)))
        {
            CommandDeclaration declared = files.SelectMany(f => f.Commands).First(d => d.Name.Text == command.Name);
            Doubt("PIM0155", $"no row keeps '{command.Name}' apart from the next '{command.Name}'", declared.Context, declared.Name, "add a row from it to itself");
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (WhyNeverBinding(i) is { } why)
            {
                RowDeclaration declared = files.SelectMany(f => f.Rows).First(d => d.Name.Text == rows[i].Name);
                Doubt("PIM0156", $"row '{rows[i].Name}' never binds with these numbers: {why}", declared.Context, declared.Name, "check its numbers; where no device needs it, leave it out");
            }
        }

        return doubts;
    }

    /// <summary>A row to itself; or, as in self-refresh, rows to a command that does nothing but end it, and back.</summary>
    private bool IsKeptApart(CommandSpec command) =>
        Of(command.Id, command.Id).Any()
        || standard.Commands.Any(c => c.Effects == CommandEffects.None && Of(command.Id, c.Id).Any() && Of(c.Id, command.Id).Any());

    private string? WhyNeverBinding(int index)
    {
        ConstraintRow row = rows[index];
        if (row.Sibling)
        {
            // Other ranks may not be there at all; that is no fault of the row.
            return null;
        }

        if (row.LatencyByCount.All(l => l == 0))
        {
            return "it asks for no distance";
        }

        if (row.Window > 1)
        {
            return WhyWindowNeverBinds(row);
        }

        SortedSet<string> stricter = new(StringComparer.Ordinal);
        foreach (int pair in Pairs(row))
        {
            int found = byPair[pair].FindIndex(o => o != index && Implies(o, index));
            if (found < 0)
            {
                return null;
            }

            stricter.Add($"'{rows[byPair[pair][found]].Name}'");
        }

        return $"{string.Join(", ", stricter)} {(stricter.Count == 1 ? "asks" : "ask")} for as much in as wide a scope";
    }

    /// <summary>Row <paramref name="other"/> asks at least what <paramref name="index"/> does; of two equal ones the first does.</summary>
    private bool Implies(int other, int index)
    {
        ConstraintRow a = rows[other];
        ConstraintRow b = rows[index];
        if (a.Sibling || a.Window > 1 || a.Level > b.Level)
        {
            return false;
        }

        int entries = Math.Max(a.LatencyByCount.Count, b.LatencyByCount.Count);
        bool longer = false;
        for (int n = 0; n < entries; n++)
        {
            int difference = a.LatencyAfter(n) - b.LatencyAfter(n);
            if (difference < 0)
            {
                return false;
            }

            longer |= difference > 0;
        }

        return longer || a.Level < b.Level || other < index;
    }

    /// <summary>A window that single distances between its commands, added up, exceed; FAW is PIM0154 where RRD_S is known.</summary>
    private string? WhyWindowNeverBinds(ConstraintRow row)
    {
        if (row.Expression == "FAW" && standard.Parameters.ContainsKey("RRD_S"))
        {
            return null;
        }

        int least = Pairs(row).Min(pair => (byPair[pair] ?? [])
            .Where(o => !rows[o].Sibling && rows[o].Window == 1 && rows[o].Level <= row.Level)
            .Select(o => rows[o].LatencyByCount.Min())
            .DefaultIfEmpty(0)
            .Max());
        return (long)least * row.Window > row.LatencyByCount.Max() ? $"its commands are {least} cycles apart, {row.Window} of them more than the window" : null;
    }

    private IEnumerable<ConstraintRow> Of(int from, int to) =>
        (byPair[(from * standard.Commands.Count) + to] ?? []).Select(i => rows[i]).Where(r => !r.Sibling && r.Window == 1);

    private IEnumerable<int> Pairs(ConstraintRow row) =>
        row.From.SelectMany(f => row.To.Select(t => (f * standard.Commands.Count) + t));

    private void Doubt(string code, string message, YamlContext context, YamlNode place, string remedy) =>
        doubts.Add(new Diagnostic(code, message, context.File, place.Line, place.Column, remedy, DiagnosticSeverity.Warning));
}
