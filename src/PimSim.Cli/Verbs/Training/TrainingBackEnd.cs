using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>
/// Trains with the host's arithmetic, which is the device's, evaluates on a device after every epoch, and accounts for what the device's programs
/// take.
/// </summary>
internal sealed class TrainingBackEnd(ResultWriter writer, InferenceBackEnd inference, TimeProvider time) : ITrainingBackEnd
{
    private const string LaneFormatPath = "unit.simdFormat";

    /// <inheritdoc/>
    public Task<TrainingView> TrainAsync(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Train(options, progress, cancellationToken), cancellationToken);

    private TrainingView Train(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        if (options.Network?.EndsWith(NetworkFile.Extension, StringComparison.OrdinalIgnoreCase) == true)
        {
            throw new UserErrorException("PIM0911", $"'{options.Network}' holds a network, not the form of one to train", null, "leave --network out, or name a form or its description: --out is the file to write");
        }

        DeviceModel model = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        RequireFaults(model, options);
        string name = writer.OrDefault(options.Data, "--data", DataCatalog.DefaultName);
        ImageDataSet train = DataCatalog.Resolve(name, DataSplit.Train);
        ImageDataSet test = DataCatalog.Resolve(name, DataSplit.Test);
        train = options.Images is { } count ? train.Take(count) : train;
        DistinctFiles.Require(("--out", options.NetworkFile), ("--checkpoint", options.Checkpoint), ("--log", options.Log));
        TrainableNetwork network = TrainableNetworks.Resolve(options.Network, options.Binarize is { } layers ? BinarizedLayerChoices.Find(layers) : null, train);
        AtomicFile.RequireWritable(options.NetworkFile);
        AtomicFile.RequireWritable(options.Checkpoint);
        TrainingOptions settings = options.ToTraining() with { Format = LaneFormat(model, network) };
        settings = settings with { Faults = FaultyTraining.Create(model, network, settings, train.Count, FaultSeed(options), cancellationToken) };
        DeviceModel evaluator = settings.Format == NumberFormat.Fp32 ? model : Evaluator(options);
        var costs = DeviceCosts.Begin(model, network, settings, train.Count, cancellationToken);
        DeviceReference? device = options.Reference ? new DeviceReference(model, DeviceWorkload.Chain(network), settings, train.Count) : null;
        TrainingResult result = Run(options, settings, network, device, evaluator, train, test, progress, cancellationToken);
        if (options.NetworkFile is not null)
        {
            NetworkFile.Save(options.NetworkFile, result.Network);
        }

        var infer = new InferOptions { Seed = options.Seed, Threads = options.Threads, Set = options.Set, FaultSeed = options.FaultSeed };
        InferenceView evaluation = inference.Infer(result.Network, test, evaluator, infer, clock, new Progress<WorkProgress>(), cancellationToken);
        var view = new TrainingView
        {
            TrainedOn = "host",
            Method = options.Method,
            Seed = options.Seed,
            NetworkFile = options.NetworkFile,
            Epochs = [.. result.Epochs.Select(e => new EpochView(e.Loss, e.TrainAccuracy, e.TestAccuracy))],
            Evaluations = result.Evaluations,
            Thresholds = [.. result.Epochs[^1].Thresholds.Select(TrainingProgressSource.Threshold)],
            Evaluation = evaluation,
            Faults = settings.Faults is { } faults ? new TrainingFaultsView(faults.Seed, faults.Count(), model, faults.RetentionProbability) : null,
        };
        return costs.AddTo(view, result.Epochs.Count + result.Evaluations.Count, device?.CommandsExecuted ?? 0);
    }

    private static ulong FaultSeed(TrainOptions options) => (ulong)(options.FaultSeed ?? 1);

    /// <exception cref="UserErrorException">PIM1205: a fault seed, and nothing that it could decide.</exception>
    private static void RequireFaults(DeviceModel model, TrainOptions options)
    {
        if (options.FaultSeed is not null && !model.Faults.IsActive)
        {
            throw new UserErrorException(
                "PIM1205", $"--fault-seed is given, and '{model.Name}' has no faults", null, "give the device faults, for example --set faults.weights.stuckAtZero=1e-4");
        }
    }

    /// <summary>The format of the device's lanes where these train the network; what the host trains alone is fp32.</summary>
    private static NumberFormat LaneFormat(DeviceModel model, TrainableNetwork network) =>
        network is NetworkTemplate && model.Unit is { } unit ? unit.SimdFormat : NumberFormat.Fp32;

    /// <summary>The device with fp32 lanes: 16 bits train, and do not infer yet.</summary>
    private DeviceModel Evaluator(TrainOptions options)
    {
        writer.Note("evaluations are those of the same device with fp32 lanes: there is no inference on lanes of 16 bits yet");
        IEnumerable<string> others = options.Set.Where(s => !s.TrimStart().StartsWith(LaneFormatPath, StringComparison.Ordinal));
        return DeviceModelLoader.Load(options.Device ?? Defaults.Device, [.. others, LaneFormatPath + "=fp32"]);
    }

    private TrainingResult Run(
        TrainOptions options, TrainingOptions settings, TrainableNetwork network, DeviceReference? device, DeviceModel evaluator, ImageDataSet train, ImageDataSet test, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken)
    {
        using TrainingLog? log = options.Log is { } file ? new TrainingLog(file, settings) : null;
        TrainingSupervision supervision = new()
        {
            Progress = new TrainingProgressSource(options.Epochs, time, progress),
            Log = log,
            CheckpointFile = options.Checkpoint,
            CheckpointEvery = options.CheckpointEvery,
            ResumeFile = options.Resume,
            Device = device,
        };
        try
        {
            return new Trainer(network, new DeviceEvaluator(evaluator, (ulong)options.Seed, FaultSeed(options)))
                .Run(settings, train, test, supervision, cancellationToken);
        }
        catch (OperationCanceledException) when (options.Checkpoint is not null)
        {
            writer.Note($"go on with --resume {options.Checkpoint}");
            throw;
        }
    }
}
