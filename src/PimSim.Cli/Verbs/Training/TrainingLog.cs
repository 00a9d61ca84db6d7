using System.Text.Json;
using PimSim.Core;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>
/// Keeps a run as JSON lines (docs/training.md has the keys). Each line is in the file when its call returns, so that a killed run loses
/// none. A resumed run keeps the lines up to its checkpoint and goes on after them.
/// </summary>
internal sealed class TrainingLog(string path, TrainingOptions options) : ITrainingLog, IDisposable
{
    private FileStream? file;

    /// <inheritdoc/>
    public void Start(int step)
    {
        byte[] kept = step > 0 && File.Exists(path) ? TrainingLogFile.Until(path, step) : Head();
        AtomicFile.Write(path, stream => stream.Write(kept));
        Guard(() => file = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.Read, bufferSize: 1));
    }

    /// <inheritdoc/>
    public void Step(TrainingProgress progress, IReadOnlyList<SignFlips> flips) => Append("step", progress.Step, json =>
    {
        json.WriteNumber("epoch", progress.Epoch);
        json.WriteNumber("batch", progress.Batch);
        json.WriteNumber("batches", progress.Batches);
        json.WriteFinite("loss", progress.Loss);
        json.WriteNumber("accuracy", progress.Accuracy);
        json.WriteNumber("rate", progress.LearningRate);
        WriteThresholds(json, progress.Thresholds);
        json.WriteObjects("flips", flips, f =>
        {
            json.WriteString("layer", f.Layer);
            json.WriteNumber("fraction", f.Fraction);
        });
    });

    /// <inheritdoc/>
    public void Evaluation(StepEvaluation evaluation) =>
        Append("evaluation", evaluation.Step, json => json.WriteNumber("testAccuracy", evaluation.TestAccuracy));

    /// <inheritdoc/>
    public void Epoch(int step, EpochResult result) => Append("epoch", step, json =>
    {
        json.WriteNumber("epoch", result.Epoch);
        json.WriteFinite("loss", result.Loss);
        json.WriteNumber("trainAccuracy", result.TrainAccuracy);
        json.WriteNumber("testAccuracy", result.TestAccuracy);
        WriteThresholds(json, result.Thresholds);
    });

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private static void WriteThresholds(Utf8JsonWriter json, IReadOnlyList<ClipThresholds> thresholds) => json.WriteObjects("thresholds", thresholds, t =>
    {
        json.WriteString("layer", t.Layer);
        json.WriteFinite("lower", t.Lower);
        json.WriteFinite("upper", t.Upper);
    });

    private byte[] Head() => Line("run", 0, json =>
    {
        json.WriteString("schema", TrainingLogFile.Schema);
        json.WriteString("method", TrainingMethods.NameOf(options.Method));
        json.WriteNumber("seed", options.Seed);
        json.WriteNumber("epochs", options.Epochs);
    });

    private static byte[] Line(string kind, int step, Action<Utf8JsonWriter> members)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer))
        {
            json.WriteStartObject();
            json.WriteString("kind", kind);
            json.WriteNumber("step", step);
            members(json);
            json.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    private void Append(string kind, int step, Action<Utf8JsonWriter> members)
    {
        byte[] line = Line(kind, step, members);
        Guard(() =>
        {
            file!.Write(line);
            file.Flush();
        });
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception fault) when (FileFault.IsOne(fault))
        {
            throw FileFault.CannotWrite(path, fault);
        }
    }
}
