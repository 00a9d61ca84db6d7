using PimSim.Core;

namespace PimSim.Models;

/// <summary>Puts a device's parameters into its standards: names become ids, expressions become cycles.</summary>
internal sealed class StandardCompiler
{
    private readonly DeviceFile device;
    private readonly IReadOnlyList<StandardFile> standards;
    private readonly NameTable names;
    private readonly Dictionary<string, int> buses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> commands = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<YamlScalar>> sets = new(StringComparer.Ordinal);
    private readonly HashSet<int> timedBefore = [];
    private readonly HashSet<int> timedAfter = [];
    private readonly int countLimit;
    private bool rowsAreWhole = true;
    private CommandSpec[] specs = [];

    public StandardCompiler(DeviceFile device, IReadOnlyList<StandardFile> standards)
    {
        this.device = device;
        this.standards = standards;
        names = device.Names.Copy();
        ProcessingUnitModel? u = device.Unit;
        countLimit = u is null ? 256 : Math.Max(256, Math.Max(Math.Max(u.LaneBits, u.Accumulators), Math.Max(u.InputRegisters, u.VectorRegisters)));
    }

    /// <summary>Names with all derived values, for energies.</summary>
    public NameTable Names => names;

    public MemoryStandard Compile()
    {
        Derive();
        List<CommandBus> busList = CompileBuses();
        CommandDeclaration[] declarations = [.. standards.SelectMany(s => s.Commands)];
        foreach (CommandDeclaration declaration in declarations.Where(d => !commands.TryAdd(d.Name.Text, commands.Count)))
        {
            declaration.Context.Report("PIM0141", $"command '{declaration.Name.Text}' is declared twice", declaration.Name);
        }

        CollectSets();
        specs = [.. declarations.Select(CompileCommand)];
        OperationsAreUnique(declarations);
        List<ConstraintRow> rows = CompileRows();
        EveryCommandIsTimed(declarations);
        return new MemoryStandard
        {
            Name = standards[0].Name,
            Commands = specs,
            Buses = busList,
            Constraints = rows,
            Parameters = new SortedDictionary<string, long>(
                names.Names.Where(n => names.Find(n)!.Value.IsInteger).ToDictionary(n => n, n => (long)names.Find(n)!.Value.Ceiling(), StringComparer.Ordinal),
                StringComparer.Ordinal),
        };
    }

    /// <summary>The interval between refreshes in cycles, or 0.</summary>
    public int RefreshInterval() => device.Controller.Refresh == RefreshPolicy.None ? 0 : standards[0].RefreshInterval?.EvaluateCycles(names, min: 1) ?? 0;

    /// <summary>The interval between per-bank refreshes in cycles, or 0; a policy that needs one is refused without.</summary>
    public int PerBankRefreshInterval()
    {
        int interval = standards[0].PerBankRefreshInterval?.EvaluateCycles(names, min: 1) ?? 0;
        if (interval == 0 && device.Controller.Refresh == RefreshPolicy.PerBank)
        {
            device.Context.Report("PIM0173", $"standard '{standards[0].Name}' has no per-bank refresh", device.Place, "set 'refresh.policy' to all-bank, or give the standard 'perBankRefreshInterval'");
        }

        return interval;
    }

    private void Derive()
    {
        foreach (StandardFile standard in standards)
        {
            foreach ((YamlScalar name, PlacedExpression value) in standard.Derived)
            {
                if (!names.TryAdd(name.Text, value.EvaluateCycles(names) ?? 1))
                {
                    standard.Context.Report("PIM0149", $"'{name.Text}' is declared twice", name);
                }
            }
        }
    }

    private List<CommandBus> CompileBuses()
    {
        List<CommandBus> list = [];
        foreach ((CommandBus bus, IReadOnlyList<string> aliases) in standards.SelectMany(s => s.Buses))
        {
            foreach (string name in aliases.Prepend(bus.Name))
            {
                buses.TryAdd(name, list.Count);
            }

            list.Add(bus);
        }

        return list;
    }

    private void CollectSets()
    {
        foreach (StandardFile standard in standards)
        {
            foreach ((YamlScalar name, IReadOnlyList<YamlScalar> members) in standard.Sets)
            {
                if (commands.ContainsKey(name.Text) || !sets.TryAdd(name.Text, members))
                {
                    standard.Context.Report("PIM0149", $"'{name.Text}' is declared twice", name);
                }
            }
        }
    }

    private CommandSpec CompileCommand(CommandDeclaration d, int id)
    {
        if (!buses.TryGetValue(d.Bus.Text, out int bus) && d.Bus.Text.Length > 0)
        {
            d.Context.Report("PIM0143", $"unknown bus '{d.Bus.Text}'", d.Bus, NearestName.Remedy(d.Bus.Text, buses.Keys));
        }

        return new CommandSpec
        {
            Name = d.Name.Text,
            Id = id,
            Scope = Level(d.Scope, d.Context),
            Effects = d.Effects,
            NeedsOpenRow = d.NeedsOpenRow,
            EveryUnit = d.EveryUnit,
            Mode = d.Mode,
            Phase = d.Phase,
            Bus = bus,
            BusCycles = d.BusCycles?.EvaluateCycles(names, min: 1) ?? 1,
            DataEndCycles = d.DataEnd?.EvaluateCycles(names, min: 0) ?? 0,
            Operation = d.Operation,
        };
    }

    private LevelKind Level(YamlScalar scalar, YamlContext context)
    {
        if (scalar.Text is "domain" && standards[0].Domain is { } domain)
        {
            return domain;
        }

        if (ModelWords.Levels.TryGetValue(scalar.Text, out LevelKind level) && standards[0].Levels.Contains(level))
        {
            return level;
        }

        if (scalar.Text.Length > 0)
        {
            string known = string.Join(", ", ModelWords.Levels.Where(l => standards[0].Levels.Contains(l.Value)).Select(l => l.Key));
            context.Report("PIM0142", $"'{scalar.Text}' is no level of standard '{standards[0].Name}'", scalar, $"known are: domain, {known}");
        }

        return LevelKind.Bank;
    }

    private static void OperationsAreUnique(IEnumerable<CommandDeclaration> declarations)
    {
        HashSet<PimOperation> seen = [];
        foreach (CommandDeclaration d in declarations.Where(d => d.Operation != PimOperation.None && !seen.Add(d.Operation)))
        {
            d.Context.Report("PIM0150", $"a second command '{d.Name.Text}' does operation {d.Operation}", d.Name, "one command an operation");
        }
    }

    /// <summary>A deadline holds under the refresh policy whose commands it is about.</summary>
    private bool IsKept(List<int> to) => device.Controller.Refresh switch
    {
        RefreshPolicy.None => false,
        RefreshPolicy.PerBank => to.All(id => specs[id].Scope == LevelKind.Bank),
        _ => to.All(id => specs[id].Scope != LevelKind.Bank),
    };

    private List<ConstraintRow> CompileRows()
    {
        List<ConstraintRow> rows = [];
        HashSet<string> rowNames = new(StringComparer.Ordinal);
        foreach (RowDeclaration d in standards.SelectMany(s => s.Rows))
        {
            if (d.Name.Text.Length > 0 && !rowNames.Add(d.Name.Text))
            {
                d.Context.Report("PIM0146", $"a second row is named '{d.Name.Text}'", d.Name, "reports count violations by name");
            }

            LevelKind level = Level(d.Level, d.Context);
            List<int> from = Commands(d.From, d.Context);
            List<int> to = Commands(d.To, d.Context);
            if (!d.Max)
            {
                timedBefore.UnionWith(to);
                timedAfter.UnionWith(from);
            }

            if (from.Count > 0 && to.Count > 0 && d.Latency is not null && (!d.Max || IsKept(to)))
            {
                rows.Add(new ConstraintRow
                {
                    Name = d.Name.Text,
                    Level = level,
                    From = from,
                    To = to,
                    Expression = d.Latency.Text,
                    LatencyByCount = Latencies(d.Latency, d.Max),
                    Window = d.Window,
                    Sibling = d.Sibling,
                    Max = d.Max,
                    Line = d.Name.Line,
                });
            }
        }

        return rows;
    }

    /// <summary>Ids of the commands named, sets opened up; <c>NAME?</c> is left out where the standard has no such command.</summary>
    private List<int> Commands(IEnumerable<YamlScalar> scalars, YamlContext context)
    {
        List<int> ids = [];
        foreach (YamlScalar scalar in scalars)
        {
            bool optional = scalar.Text.EndsWith('?');
            string name = optional ? scalar.Text[..^1] : scalar.Text;
            if (commands.TryGetValue(name, out int id))
            {
                ids.Add(id);
            }
            else if (sets.TryGetValue(name, out IReadOnlyList<YamlScalar>? members))
            {
                // A set holds commands only, so that sets cannot contain each other.
                ids.AddRange(members.Where(m => Known(m, context)).Select(m => commands[m.Text]));
            }
            else if (!optional)
            {
                _ = Known(scalar, context);
            }
        }

        return [.. ids.Distinct()];
    }

    private bool Known(YamlScalar command, YamlContext context)
    {
        if (commands.ContainsKey(command.Text))
        {
            return true;
        }

        rowsAreWhole = false;
        context.Report("PIM0140", $"unknown command '{command.Text}'", command, NearestName.Remedy(command.Text, [.. commands.Keys, .. sets.Keys]));
        return false;
    }

    private int[] Latencies(PlacedExpression latency, bool max)
    {
        int entries = latency.UsesCount ? countLimit + 1 : 1;
        int[] cycles = new int[entries];
        for (int n = 0; n < entries; n++)
        {
            if (latency.EvaluateCycles(names, n, max ? 1 : int.MinValue) is not { } value)
            {
                break;
            }

            // A distance below 0 asks for nothing: commands are recorded in the order of their cycles.
            cycles[n] = Math.Max(0, value);
        }

        return cycles;
    }

    private void EveryCommandIsTimed(CommandDeclaration[] declarations)
    {
        // A mistyped command in a row is one fault, not two.
        for (int id = 0; rowsAreWhole && id < declarations.Length; id++)
        {
            CommandDeclaration d = declarations[id];
            if (!timedBefore.Contains(id) || !timedAfter.Contains(id))
            {
                d.Context.Report("PIM0144", $"command '{d.Name.Text}' has no timing", d.Name, "name it in constraint rows, both under from and under to");
            }
        }
    }
}
