using PimSim.Core;

namespace PimSim.Models;

/// <summary>Reads a standard's file; what its expressions and names mean is decided when a device is compiled.</summary>
internal sealed class StandardReader
{
    public const string Format = "pimsim-standard/1";

    private readonly YamlMapReader top;
    private readonly YamlContext context;
    private readonly string name;

    private StandardReader(YamlMapping mapping, string name, YamlContext context)
    {
        top = new YamlMapReader(mapping, "", context);
        this.context = context;
        this.name = name;
    }

    public static StandardFile Read(YamlMapping mapping, string name, YamlContext context) =>
        new StandardReader(mapping, name, context).Read();

    private StandardFile Read()
    {
        _ = top.Find("format");
        bool processing = top.Word("kind", ModelWords.Kinds);
        if (top.Find("source") is null)
        {
            context.Report("PIM0123", "the standard has no source", top.Mapping, "add 'source:' for its rows and constants");
        }
        else
        {
            _ = top.Text("source");
        }

        _ = top.Text("description");
        YamlMapReader? parameters = top.Map("parameters");
        YamlMapReader? standby = processing ? null : top.Map("standby");
        StandardFile file = new()
        {
            Name = name,
            Context = context,
            IsProcessing = processing,
            Levels = processing ? [] : Levels(),
            Domain = processing ? null : top.Word("domain", ModelWords.Levels),
            GuardPermille = processing ? 0 : top.Word("rounding", ModelWords.Roundings),
            RefreshInterval = processing ? null : PlacedExpression.Read(top.Scalar("refreshInterval"), context),
            PerBankRefreshInterval = processing ? null : PlacedExpression.Read(top.Scalar("perBankRefreshInterval", required: false), context),
            Timing = Parameters(parameters, "timing", "cycles"),
            Currents = Parameters(parameters, "currents", "mA"),
            Energy = Parameters(parameters, "energy", "pJ"),
            Derived = Derived("derived"),
            DerivedEnergy = Derived("derivedEnergy"),
            PrechargedStandby = PlacedExpression.Read(standby?.Scalar("precharged"), context),
            ActiveStandby = PlacedExpression.Read(standby?.Scalar("active"), context),
            PrechargedPowerDown = PlacedExpression.Read(standby?.Scalar("prechargedPowerDown", required: false), context),
            ActivePowerDown = PlacedExpression.Read(standby?.Scalar("activePowerDown", required: false), context),
            SelfRefresh = PlacedExpression.Read(standby?.Scalar("selfRefresh", required: false), context),
            Buses = processing ? [] : Buses(),
            Sets = Sets(),
            Commands = Commands(),
            Rows = Rows(),
        };
        parameters?.Finish();
        standby?.Finish();
        top.Finish();
        return file;
    }

    private List<LevelKind> Levels() => [.. top.Scalars("levels").Select(s => top.Word(s, "levels", ModelWords.Levels))];

    private List<ParameterSpec> Parameters(YamlMapReader? parameters, string section, string unit)
    {
        YamlMapReader? map = parameters?.Map(section, required: false);
        List<ParameterSpec> specs = [];
        foreach (YamlEntry entry in map?.Mapping.Entries ?? [])
        {
            string key = entry.Key.Text;
            if (map!.Find(key) is YamlMapping)
            {
                YamlMapReader one = map.Map(key)!;
                _ = one.Text("about");
                string ownUnit = one.Find("unit") is null ? unit : one.Text("unit");
                NumberGroup group = new(one, []);
                bool hasDefault = one.Find("default") is not null;
                specs.Add(new ParameterSpec(key, ownUnit)
                {
                    Default = hasDefault ? group.Read(new ParameterSpec("default", "")) : null,
                    DefaultSource = hasDefault ? one.Text("source", required: false) : "",
                    Optional = one.Boolean("optional", false),
                    Place = entry.Key,
                });
                one.Finish();
            }
            else
            {
                _ = map.Text(key);
                specs.Add(new ParameterSpec(key, unit) { Place = entry.Key });
            }
        }

        return specs;
    }

    private List<(YamlScalar Name, PlacedExpression Value)> Derived(string key)
    {
        YamlMapReader? map = top.Map(key, required: false);
        List<(YamlScalar, PlacedExpression)> result = [];
        foreach (YamlEntry entry in map?.Mapping.Entries ?? [])
        {
            if (PlacedExpression.Read(map!.Scalar(entry.Key.Text), context) is { } value)
            {
                result.Add((entry.Key, value));
            }
        }

        return result;
    }

    private List<(CommandBus Bus, IReadOnlyList<string> Aliases)> Buses()
    {
        YamlMapReader? map = top.Map("buses");
        List<(CommandBus, IReadOnlyList<string>)> result = [];
        foreach (YamlEntry entry in map?.Mapping.Entries ?? [])
        {
            if (map!.Map(entry.Key.Text) is { } bus)
            {
                result.Add((
                    new CommandBus(entry.Key.Text, bus.Word("level", ModelWords.Levels)),
                    [.. bus.Scalars("also", required: false).Select(s => s.Text)]));
                bus.Finish();
            }
        }

        return result;
    }

    private List<(YamlScalar Name, IReadOnlyList<YamlScalar> Members)> Sets()
    {
        YamlMapReader? map = top.Map("sets", required: false);
        return [.. (map?.Mapping.Entries ?? []).Select(e => (e.Key, map!.Scalars(e.Key.Text)))];
    }

    private List<CommandDeclaration> Commands()
    {
        YamlMapReader? map = top.Map("commands");
        List<CommandDeclaration> result = [];
        foreach (YamlEntry entry in map?.Mapping.Entries ?? [])
        {
            if (map!.Map(entry.Key.Text) is not { } one)
            {
                continue;
            }

            YamlScalar nothing = new("", Quoted: false, entry.Key.Line, entry.Key.Column);
            CommandEffects effects = one.Scalars("effects", required: false)
                .Aggregate(CommandEffects.None, (sum, s) => sum | one.Word(s, one.PathOf("effects"), ModelWords.Effects));
            result.Add(new CommandDeclaration
            {
                Name = entry.Key,
                Context = context,
                Scope = one.Scalar("scope") ?? nothing,
                Effects = effects,
                NeedsOpenRow = one.Boolean("needsOpenRow", false),
                EveryUnit = one.Boolean("everyUnit", false),
                Mode = one.Word("mode", ModelWords.Modes),
                Phase = one.Word("phase", ModelWords.Phases),
                Bus = one.Scalar("bus") ?? nothing,
                BusCycles = PlacedExpression.Read(one.Scalar("busCycles", required: false), context),
                DataEnd = PlacedExpression.Read(one.Scalar("dataEnd", required: false), context),
                Operation = one.Word("operation", ModelWords.Operations, PimOperation.None),
                Energy = Energy(one),
            });
            one.Finish();
        }

        return result;
    }

    private List<(EnergyPart Part, PlacedExpression Picojoules)>? Energy(YamlMapReader command)
    {
        if (command.Map("energy", required: false) is not { } map)
        {
            return null;
        }

        List<(EnergyPart, PlacedExpression)> parts = [];
        foreach (YamlEntry entry in map.Mapping.Entries)
        {
            EnergyPart part = map.Word(entry.Key, map.Path, ModelWords.EnergyParts);
            if (PlacedExpression.Read(map.Scalar(entry.Key.Text), context) is { } picojoules)
            {
                parts.Add((part, picojoules));
            }
        }

        return parts;
    }

    private List<RowDeclaration> Rows()
    {
        List<RowDeclaration> rows = [];
        foreach (YamlNode item in top.Sequence("constraints"))
        {
            if (top.Map(item, "constraints") is not { } one)
            {
                continue;
            }

            YamlScalar nothing = new("", Quoted: false, item.Line, item.Column);
            rows.Add(new RowDeclaration
            {
                Name = one.Scalar("name") ?? nothing,
                Context = context,
                Level = one.Scalar("level") ?? nothing,
                From = one.Scalars("from"),
                To = one.Scalars("to"),
                Latency = PlacedExpression.Read(one.Scalar("latency"), context),
                Window = one.Integer("window", 1, 64, 1),
                Sibling = one.Boolean("sibling", false),
                Max = one.Boolean("max", false),
            });
            _ = one.Text("source", required: false);
            one.Finish();
        }

        return rows;
    }
}
