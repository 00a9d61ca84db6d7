using MessagePack;
using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Training;

/// <summary>Reads a checkpoint into a run that is made from the same settings; takes nothing of a file that is wrong anywhere.</summary>
internal static class CheckpointReader
{
    /// <summary>Fills the network's state and returns the run's. The caller has the network take it (<see cref="ITrainedNetwork.Resume"/>).</summary>
    /// <param name="file">The checkpoint.</param>
    /// <param name="settings">Of the run.</param>
    /// <param name="network">As new.</param>
    /// <param name="batches">Batches of an epoch.</param>
    /// <param name="epochs">Epochs of the run.</param>
    /// <exception cref="UserErrorException">
    /// PIM0010 to PIM0021: not a whole container of this kind, or not readable; PIM0806: of another run; PIM0807: it contradicts itself.
    /// </exception>
    public static TrainingState Load(string file, RunSettings settings, ITrainedNetwork network, int batches, int epochs)
    {
        ContainerReader container = ContainerReader.Open(WholeFile.Read(file), file, ContainerFormat.Checkpoint, new VersionRange(1, CheckpointFormat.Version));
        try
        {
            MessagePackReader reader = new(container.Header);
            Require(reader.ReadArrayHeader() == CheckpointFormat.HeaderItems, "its header has another number of items");
            Require(string.Equals(reader.ReadString(), CheckpointFormat.Schema, StringComparison.Ordinal), "its schema is another");
            CompareSettings(ref reader, file, settings);
            TrainingState state = ReadState(ref reader);
            string?[] names = ReadStrings(ref reader);
            Require(reader.End, "bytes follow its header");
            CheckState(state, batches, epochs);
            Fill(container, names, network);
            return state;
        }
        catch (Exception fault) when (fault is MessagePackSerializationException or EndOfStreamException or OverflowException or InvalidOperationException)
        {
            throw new UserErrorException("PIM0807", $"this is not a checkpoint: {fault.Message}", file, "give a file that train --checkpoint wrote");
        }
    }

    private static void CompareSettings(ref MessagePackReader reader, string file, RunSettings settings)
    {
        string?[] given = ReadStrings(ref reader);
        Require(given.Length == 2 * settings.Values.Count, "it has other settings");
        List<Diagnostic> faults = [];
        for (int i = 0; i < settings.Values.Count; i++)
        {
            (string name, string value) = settings.Values[i];
            Require(string.Equals(given[2 * i], name, StringComparison.Ordinal), "it has other settings");
            if (!string.Equals(given[(2 * i) + 1], value, StringComparison.Ordinal))
            {
                faults.Add(new Diagnostic("PIM0806", $"the checkpoint is of another run: its {name}: {given[(2 * i) + 1]}; here: {value}", file, Remedy: "repeat the options, network and data that it was made with"));
            }
        }

        if (faults.Count > 0)
        {
            throw new UserErrorException(faults);
        }
    }

    private static TrainingState ReadState(ref MessagePackReader reader)
    {
        TrainingState state = new() { Epoch = reader.ReadInt32(), Batch = reader.ReadInt32(), Step = reader.ReadInt32() };
        double loss = reader.ReadDouble();
        state.Total = new BatchLoss(loss, reader.ReadInt32());
        state.TestCorrect = reader.ReadInt32();
        state.TestAccuracy = reader.TryReadNil() ? null : reader.ReadDouble();
        int epochs = reader.ReadArrayHeader();
        for (int e = 1; e <= epochs; e++)
        {
            Require(reader.ReadArrayHeader() == CheckpointFormat.EpochItems, "an epoch has another number of items");
            (double mean, double train, double test) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadDouble());
            state.Epochs.Add(new EpochResult(e, mean, train, test, ReadThresholds(ref reader)));
        }

        for (int i = reader.ReadArrayHeader() / 2; i > 0; i--)
        {
            int step = reader.ReadInt32();
            state.Evaluations.Add(new StepEvaluation(step, reader.ReadDouble()));
        }

        return state;
    }

    private static List<ClipThresholds> ReadThresholds(ref MessagePackReader reader)
    {
        List<ClipThresholds> thresholds = [];
        for (int i = reader.ReadArrayHeader() / 3; i > 0; i--)
        {
            string layer = reader.ReadString() ?? "";
            float lower = reader.ReadSingle();
            thresholds.Add(new ClipThresholds(layer, lower, reader.ReadSingle()));
        }

        return thresholds;
    }

    private static string?[] ReadStrings(ref MessagePackReader reader)
    {
        string?[] strings = new string?[reader.ReadArrayHeader()];
        for (int i = 0; i < strings.Length; i++)
        {
            strings[i] = reader.ReadString();
        }

        return strings;
    }

    private static void CheckState(TrainingState state, int batches, int epochs)
    {
        bool isPlace = state.Epoch >= 1 && state.Epoch <= epochs + 1 && state.Batch >= 0 && state.Batch <= (state.Epoch > epochs ? 0 : batches);
        Require(isPlace && state.Step == ((state.Epoch - 1) * batches) + state.Batch && state.Epochs.Count == state.Epoch - 1, "its epoch, batch and step contradict each other");
        Require(double.IsFinite(state.Total.Loss) && state.Total.Correct >= 0 && state.TestCorrect >= 0, "its sums are out of range");
        Require(state.Evaluations.TrueForAll(e => e.Step > 0 && e.Step <= state.Step), "it has evaluations of steps to come");
    }

    private static void Fill(ContainerReader container, string?[] names, ITrainedNetwork network)
    {
        KeyValuePair<string, float[]>[] tensors = [.. network.State];
        Require(names.SequenceEqual(tensors.Select(t => (string?)t.Key), StringComparer.Ordinal) && container.AllSections.Count == names.Length, "it has other tensors");
        float[][] read = new float[tensors.Length][];
        for (int i = 0; i < tensors.Length; i++)
        {
            byte[] bytes = container.Section((uint)i + 1);
            Require(bytes.Length == tensors[i].Value.Length * sizeof(float), $"{tensors[i].Key} has another length");
            read[i] = TensorBytes.To<float>(bytes);
            Require(network.HasFaults || Array.TrueForAll(read[i], float.IsFinite), $"{tensors[i].Key} has a value that is no finite number");
        }

        for (int i = 0; i < tensors.Length; i++)
        {
            read[i].CopyTo(tensors[i].Value, 0);
        }
    }

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new InvalidOperationException(fault);
        }
    }
}
