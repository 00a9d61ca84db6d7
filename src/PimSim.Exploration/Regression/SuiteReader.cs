using System.Globalization;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Exploration;

/// <summary>Reads suites, all faults at once. docs/regression.md has the format.</summary>
internal static class SuiteReader
{
    /// <summary>The format's name and version.</summary>
    public const string Format = "pimsim-suite/1";

    private const string DefaultDevice = "hbm2-2000-pim";
    private const int MaxImages = 10_000_000;
    private const int MaxSeeds = 100_000;

    /// <inheritdoc cref="RegressionSuite.Load"/>
    public static RegressionSuite Load(string file)
    {
        DiagnosticBag diagnostics = new();
        YamlMapping? root = StrictYaml.Load(file, diagnostics);
        diagnostics.ThrowIfErrors();
        YamlMapReader top = new(root!, "", new YamlContext(file, diagnostics, Overrides: null));
        List<RegressionCase> cases = top.Format(Format) ? Cases(top, Path.GetDirectoryName(Path.GetFullPath(file))!) : [];
        diagnostics.ThrowIfErrors();
        return new RegressionSuite(file, cases);
    }

    private static List<RegressionCase> Cases(YamlMapReader top, string folder)
    {
        List<RegressionCase> cases = [];
        HashSet<string> names = new(StringComparer.Ordinal);
        IReadOnlyList<YamlNode> nodes = top.Sequence("cases");
        for (int i = 0; i < nodes.Count; i++)
        {
            if (top.Map(nodes[i], FormattableString.Invariant($"cases[{i}]")) is { } reader)
            {
                RegressionCase read = Case(reader, folder);
                reader.Finish();
                if (read.Name.Length > 0 && !names.Add(read.Name))
                {
                    top.Context.Report("PIM1300", $"two cases are named '{read.Name}'", nodes[i], "accepted values are kept by name: give each its own");
                }

                cases.Add(read);
            }
        }

        if (nodes.Count == 0)
        {
            top.Context.Report("PIM1300", "the suite has no cases", top.Mapping, "list some under 'cases'");
        }

        top.Finish();
        return cases;
    }

    private static RegressionCase Case(YamlMapReader reader, string folder)
    {
        var read = new RegressionCase
        {
            Name = reader.Text("name"),
            Device = Place(reader.Text("device", required: false), DefaultDevice, folder),
            Network = Place(reader.Text("network", required: false), NetworkCatalog.DefaultName, folder),
            Data = Place(reader.Text("data", required: false), DataCatalog.DefaultName, folder),
            Images = reader.Find("images") is null ? null : reader.Integer("images", 1, MaxImages),
            Set = [.. reader.Scalars("set", required: false).Select(s => s.Text)],
            Seed = reader.Integer("seed", 0, int.MaxValue, 1),
            FaultSeeds = reader.Integer("faultSeeds", 1, MaxSeeds, 1),
            Evaluate = reader.Word("evaluate", SpaceReader.Evaluations, EvaluationKind.Accuracy),
        };
        if (reader.Map("tolerance", required: false) is { } tolerance)
        {
            read = read with { CycleTolerance = Share(tolerance, "cycles"), EnergyTolerance = Share(tolerance, "energy") };
            tolerance.Finish();
        }

        return read;
    }

    private static double Share(YamlMapReader reader, string key)
    {
        if (reader.Scalar(key, required: false) is not { } scalar)
        {
            return 0;
        }

        if (double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value is >= 0 and <= 1)
        {
            return value;
        }

        reader.Context.Report("PIM0107", $"'{reader.PathOf(key)}' must be a share from 0 to 1, not '{scalar.Text}'", scalar, "0.01 is one percent");
        return 0;
    }

    /// <summary>Names stay names; what is written like a path, or lies beside the suite, is one.</summary>
    private static string Place(string given, string fallback, string folder)
    {
        if (given.Length == 0)
        {
            return fallback;
        }

        string beside = Path.Combine(folder, given);
        return given.Contains('/', StringComparison.Ordinal) || File.Exists(beside) || Directory.Exists(beside) ? Path.GetRelativePath(Environment.CurrentDirectory, beside) : given;
    }
}
