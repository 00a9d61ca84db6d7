using System.Buffers;
using MessagePack;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Training;

/// <summary>Writes the checkpoints of a run over each other: a temporary file, then a rename.</summary>
/// <param name="file">Where to.</param>
/// <param name="settings">Of the run.</param>
internal sealed class CheckpointWriter(string file, RunSettings settings)
{
    private int? last;

    /// <summary>Tells of a good checkpoint that is in the file already.</summary>
    public void Found(int step) => last = step;

    /// <summary>What a message can say about the last good checkpoint; empty when there is none yet.</summary>
    public string Kept => last is { } step ? $"; the checkpoint of step {step} is kept in {file}" : "";

    /// <summary>Writes the state; the file before it stays where that fails.</summary>
    /// <exception cref="UserErrorException">PIM0808: it cannot be written. PIM0809: a parameter is no finite number any more.</exception>
    public void Write(TrainingState state, ITrainedNetwork network)
    {
        KeyValuePair<string, float[]>[] tensors = [.. network.State];
        foreach ((string name, float[] values) in tensors)
        {
            if (!network.HasFaults && !Array.TrueForAll(values, float.IsFinite))
            {
                throw new UserErrorException("PIM0809", $"after step {state.Step} {name} has a value that is no finite number", remedy: $"give a smaller rate{Kept}");
            }
        }

        byte[] header = Header(state, tensors);
        try
        {
            AtomicFile.Write(file, stream =>
            {
                ContainerWriter container = new(stream, ContainerFormat.Checkpoint, CheckpointFormat.Version, header);
                for (int i = 0; i < tensors.Length; i++)
                {
                    container.AddSection((uint)i + 1, TensorBytes.From<float>(tensors[i].Value));
                }

                container.Complete();
            });
        }
        catch (UserErrorException fault)
        {
            Diagnostic cause = fault.Diagnostics[0];
            throw new UserErrorException("PIM0808", $"the checkpoint of step {state.Step} cannot be written: {cause.Message}", file, $"{cause.Remedy}{Kept}");
        }

        last = state.Step;
    }

    private byte[] Header(TrainingState state, KeyValuePair<string, float[]>[] tensors)
    {
        ArrayBufferWriter<byte> buffer = new();
        MessagePackWriter writer = new(buffer);
        writer.WriteArrayHeader(CheckpointFormat.HeaderItems);
        writer.Write(CheckpointFormat.Schema);
        writer.WriteArrayHeader(2 * settings.Values.Count);
        foreach ((string name, string value) in settings.Values)
        {
            writer.Write(name);
            writer.Write(value);
        }

        writer.Write(state.Epoch);
        writer.Write(state.Batch);
        writer.Write(state.Step);
        writer.Write(state.Total.Loss);
        writer.Write(state.Total.Correct);
        writer.Write(state.TestCorrect);
        if (state.TestAccuracy is { } accuracy)
        {
            writer.Write(accuracy);
        }
        else
        {
            writer.WriteNil();
        }

        WriteEpochs(ref writer, state.Epochs);
        writer.WriteArrayHeader(2 * state.Evaluations.Count);
        foreach (StepEvaluation evaluation in state.Evaluations)
        {
            writer.Write(evaluation.Step);
            writer.Write(evaluation.TestAccuracy);
        }

        writer.WriteArrayHeader(tensors.Length);
        foreach ((string name, _) in tensors)
        {
            writer.Write(name);
        }

        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteEpochs(ref MessagePackWriter writer, List<EpochResult> epochs)
    {
        writer.WriteArrayHeader(epochs.Count);
        foreach (EpochResult epoch in epochs)
        {
            writer.WriteArrayHeader(CheckpointFormat.EpochItems);
            writer.Write(epoch.Loss);
            writer.Write(epoch.TrainAccuracy);
            writer.Write(epoch.TestAccuracy);
            writer.WriteArrayHeader(3 * epoch.Thresholds.Count);
            foreach (ClipThresholds t in epoch.Thresholds)
            {
                writer.Write(t.Layer);
                writer.Write(t.Lower);
                writer.Write(t.Upper);
            }
        }
    }
}
