using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary>The curves of a training log.</summary>
internal sealed class TrainingCurves
{
    private const double Percent = 100;
    private readonly Dictionary<string, List<Curve>> groups = new(StringComparer.Ordinal);

    private TrainingCurves(string file, string method, ulong seed, int epochs)
    {
        (File, Method, Seed, EpochsPlanned) = (file, method, seed, epochs);
        foreach (string group in (string[])["loss", "accuracy", "thresholds", "flips", "rate"])
        {
            groups[group] = [];
        }
    }

    /// <summary>The log.</summary>
    public string File { get; }

    /// <summary>The method's name.</summary>
    public string Method { get; }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>Epochs that the run was to have.</summary>
    public int EpochsPlanned { get; }

    /// <summary>Updates in the log.</summary>
    public int LastStep { get; private set; }

    /// <summary>Epochs that are done.</summary>
    public List<Epoch> Epochs { get; } = [];

    /// <summary>Charts and their curves.</summary>
    public IEnumerable<KeyValuePair<string, IReadOnlyList<Curve>>> Groups => groups.Select(g => new KeyValuePair<string, IReadOnlyList<Curve>>(g.Key, g.Value));

    /// <summary>Reads a log.</summary>
    /// <exception cref="UserErrorException">PIM0021: it cannot be read; PIM0820: a line is not one of a training log.</exception>
    public static TrainingCurves Load(string file)
    {
        TrainingLogFile log = TrainingLogFile.Load(file);
        int at = 0;
        try
        {
            JsonElement run = log.Lines[0];
            TrainingCurves curves = new(file, run.GetProperty("method").GetString() ?? "", run.GetProperty("seed").GetUInt64(), run.GetProperty("epochs").GetInt32());
            for (at = 1; at < log.Lines.Count; at++)
            {
                curves.Take(log.Lines[at]);
            }

            return curves;
        }
        catch (Exception fault) when (fault is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw TrainingLogFile.Fault(file, at, fault.Message);
        }
    }

    private void Take(JsonElement line)
    {
        int step = line.GetProperty("step").GetInt32();
        LastStep = Math.Max(LastStep, step);
        switch (line.GetProperty("kind").GetString())
        {
            case "step":
                Add("loss", "loss", step, line.GetProperty("loss"), 1);
                Add("accuracy", "training", step, line.GetProperty("accuracy"), Percent);
                Add("rate", "rate", step, line.GetProperty("rate"), 1);
                foreach (JsonElement t in line.GetProperty("thresholds").EnumerateArray())
                {
                    string? layer = t.GetProperty("layer").GetString();
                    Add("thresholds", $"{layer} upper", step, t.GetProperty("upper"), 1);
                    Add("thresholds", $"{layer} lower", step, t.GetProperty("lower"), 1, isDashed: true);
                }

                foreach (JsonElement f in line.GetProperty("flips").EnumerateArray())
                {
                    Add("flips", f.GetProperty("layer").GetString() ?? "", step, f.GetProperty("fraction"), Percent);
                }

                break;
            case "evaluation":
                Add("accuracy", "test", step, line.GetProperty("testAccuracy"), Percent);
                break;
            case "epoch":
                Add("accuracy", "test", step, line.GetProperty("testAccuracy"), Percent);
                Epochs.Add(new Epoch(
                    line.GetProperty("epoch").GetInt32(), Number(line.GetProperty("loss")), line.GetProperty("trainAccuracy").GetDouble(), line.GetProperty("testAccuracy").GetDouble()));
                break;
            default:
                break;
        }
    }

    private void Add(string group, string name, int step, JsonElement value, double factor, bool isDashed = false)
    {
        if (Number(value) is not { } number)
        {
            return;
        }

        List<Curve> curves = groups[group];
        Curve? curve = curves.Find(c => string.Equals(c.Name, name, StringComparison.Ordinal));
        if (curve is null)
        {
            curve = new Curve(name, isDashed);
            curves.Add(curve);
        }

        curve.Points.Add((step, factor * number));
    }

    private static double? Number(JsonElement value) => value.ValueKind == JsonValueKind.Null ? null : value.GetDouble();

    /// <summary>One curve.</summary>
    internal sealed record Curve(string Name, bool IsDashed)
    {
        /// <summary>Updates and values.</summary>
        public List<(int Step, double Value)> Points { get; } = [];
    }

    /// <summary>One epoch.</summary>
    internal sealed record Epoch(int Number, double? Loss, double TrainAccuracy, double TestAccuracy);
}
