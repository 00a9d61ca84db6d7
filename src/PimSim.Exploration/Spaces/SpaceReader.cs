using System.Numerics;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;

namespace PimSim.Exploration;

/// <summary>Reads <c>pimsim-space/1</c> (docs/sweeps.md) and refuses, before anything runs, what cannot be swept.</summary>
public static class SpaceReader
{
    /// <summary>The format that this build reads.</summary>
    public const string Format = "pimsim-space/1";

    /// <summary>The base device of a space that names none.</summary>
    public const string DefaultDevice = "hbm2-2000-pim";

    /// <summary>Points that a sweep may have unless told otherwise.</summary>
    public const int DefaultMaxPoints = 100_000;

    /// <summary>What can be found out, by the word for it.</summary>
    internal static readonly IReadOnlyDictionary<string, EvaluationKind> Evaluations =
        new Dictionary<string, EvaluationKind>(StringComparer.Ordinal) { ["timing"] = EvaluationKind.Timing, ["accuracy"] = EvaluationKind.Accuracy };

    private static readonly IReadOnlyDictionary<string, SamplerKind> Samplers = new Dictionary<string, SamplerKind>(StringComparer.Ordinal)
    {
        ["grid"] = SamplerKind.Grid,
        ["random"] = SamplerKind.Random,
        ["latin-hypercube"] = SamplerKind.LatinHypercube,
        ["adaptive"] = SamplerKind.Adaptive,
    };

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxPoints">Points that are accepted.</param>
    /// <exception cref="UserErrorException">All faults of the file; PIM1244: it has more points than that.</exception>
    public static ExplorationSpace Load(string path, int maxPoints) =>
        Parse(System.Text.Encoding.UTF8.GetString(WholeFile.Read(path)), path, maxPoints);

    /// <summary>Reads a text; <paramref name="file"/> is its name in messages.</summary>
    public static ExplorationSpace Parse(string text, string file, int maxPoints)
    {
        DiagnosticBag diagnostics = new();
        YamlMapping? mapping = StrictYaml.Parse(text, file, diagnostics);
        YamlContext context = new(file, diagnostics, Overrides: null);
        ExplorationSpace? space = mapping is null ? null : Read(new YamlMapReader(mapping, "", context), text, file, maxPoints);
        diagnostics.ThrowIfErrors();
        return space ?? throw new InternalErrorException($"space '{file}' was refused without a reason");
    }

    private static ExplorationSpace? Read(YamlMapReader top, string text, string file, int maxPoints)
    {
        YamlContext context = top.Context;
        if (!top.Format(Format))
        {
            return null;
        }

        AxisReader reader = new(context);
        List<SpaceAxis> axes = [];
        IReadOnlyList<YamlNode> items = top.Sequence("axes");
        foreach (YamlNode item in items)
        {
            axes.AddRange(reader.Read(item, "axes") is { } axis ? [axis] : []);
        }

        IReadOnlyDictionary<string, string>? training = top.Map("training", required: false) is { } map ? Pairs(map) : null;
        ExplorationSpace space = new()
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Text = text,
            Device = top.Text("device", required: false) is { Length: > 0 } device ? device : DefaultDevice,
            Set = top.Map("set", required: false) is { } set ? [.. Pairs(set).Select(p => $"{p.Key}={p.Value}")] : [],
            Network = top.Text("network", required: false) is { Length: > 0 } network ? network : NetworkCatalog.DefaultName,
            Data = top.Text("data", required: false) is { Length: > 0 } data ? data : DataCatalog.DefaultName,
            Images = top.Find("images") is null ? null : top.Integer("images", 1, 1_000_000_000),
            Evaluate = top.Word("evaluate", Evaluations, EvaluationKind.Timing),
            FaultSeeds = top.Integer("faultSeeds", 1, 1_000_000, 1),
            Upload = top.Boolean("upload", fallback: false),
            Seed = top.Integer("seed", 0, int.MaxValue, 1),
            Training = training ?? (axes.SelectMany(a => a.Parameters).Any(p => p.Path.StartsWith(SweepParameters.TrainingPrefix, StringComparison.Ordinal)) ? new Dictionary<string, string>(StringComparer.Ordinal) : null),
            Axes = axes,
            Constraints = Constraints(top, axes, complete: axes.Count == items.Count),
            Sampler = Sampler(top),
            Objectives = Objectives(top),
        };
        top.Finish();
        Limit(space.Sampler, reader.Combinations, space.Constraints.Count > 0, maxPoints, top);
        if (!context.Diagnostics.HasErrors)
        {
            SpaceChecks.Check(space, context);
        }

        return space;
    }

    private static Dictionary<string, string> Pairs(YamlMapReader map)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (YamlEntry entry in map.Mapping.Entries)
        {
            if (map.Scalar(entry.Key.Text) is { Text.Length: > 0 } value)
            {
                pairs.Add(entry.Key.Text, value.Text);
            }
        }

        return pairs;
    }

    private static List<Condition> Constraints(YamlMapReader top, List<SpaceAxis> axes, bool complete)
    {
        Dictionary<string, AxisParameter> parameters = new(StringComparer.Ordinal);
        foreach (AxisParameter p in axes.SelectMany(a => a.Parameters))
        {
            parameters.TryAdd(p.Name, p);
        }

        List<Condition> conditions = [];
        foreach (YamlScalar text in top.Scalars("constraints", required: false))
        {
            if (Condition.Read(text, top.Context) is not { } condition)
            {
                continue;
            }

            foreach (string name in condition.Names.Where(n => complete && !(parameters.TryGetValue(n, out AxisParameter? p) && p.IsNumeric)))
            {
                top.Context.Report(
                    "PIM1245",
                    parameters.ContainsKey(name) ? $"axis '{name}' has values that are no numbers" : $"there is no axis '{name}'",
                    text,
                    parameters.ContainsKey(name) ? "constraints compare numbers" : NearestName.Remedy(name, parameters.Keys));
            }

            conditions.Add(condition);
        }

        return conditions;
    }

    private static SamplerSettings Sampler(YamlMapReader top)
    {
        if (top.Find("sampler") is null or YamlScalar)
        {
            SamplerKind kind = top.Word("sampler", Samplers, SamplerKind.Grid);
            if (kind != SamplerKind.Grid)
            {
                top.Context.Report("PIM0106", "'sampler.points' is missing", top.Find("sampler")!, "write sampler: {kind: random, points: N}");
            }

            return new SamplerSettings(SamplerKind.Grid, 0, 0, 1);
        }

        if (top.Map("sampler") is not { } map)
        {
            return new SamplerSettings(SamplerKind.Grid, 0, 0, 1);
        }

        SamplerKind chosen = map.Word("kind", Samplers);
        int points = chosen == SamplerKind.Grid ? 0 : map.Integer("points", 1, int.MaxValue);
        int round = chosen == SamplerKind.Adaptive ? map.Integer("round", 1, int.MaxValue, 32) : points;
        int seed = map.Integer("seed", 0, int.MaxValue, 1);
        map.Finish();
        return new SamplerSettings(chosen, points, round, (ulong)seed);
    }

    private static List<Objective> Objectives(YamlMapReader top)
    {
        List<Objective> objectives = [];
        foreach (YamlScalar name in top.Scalars("objectives", required: false))
        {
            if (Objective.Find(name.Text) is { } objective)
            {
                objectives.Add(objective);
            }
            else
            {
                top.Context.Report("PIM1258", $"there is no objective '{name.Text}'", name, NearestName.Remedy(name.Text, [.. Objective.All.Select(o => o.Name)]));
            }
        }

        return objectives.Count > 0 ? objectives : [Objective.Find("time")!, Objective.Find("energy")!];
    }

    /// <summary>A grid is counted before it is made; with constraints, combinations that they leave out count as long as there are not too many to look at.</summary>
    private static void Limit(SamplerSettings sampler, BigInteger combinations, bool constrained, int maxPoints, YamlMapReader top)
    {
        BigInteger points = sampler.Kind == SamplerKind.Grid ? combinations : sampler.Points;
        bool fits = points <= maxPoints || (sampler.Kind == SamplerKind.Grid && constrained && points <= GridSampler.MaxScanned);
        if (!fits)
        {
            top.Context.Report(
                "PIM1244",
                $"the space has {points} points; the limit is {maxPoints}",
                top.Find("axes") ?? top.Mapping,
                "take coarser axes, or a sampler with 'points'; --max-points raises the limit");
        }
    }
}
