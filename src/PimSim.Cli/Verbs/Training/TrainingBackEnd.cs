using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;
using PimSim.Training;

namespace PimSim.Cli;

/// <summary>
/// Trains on the host and evaluates on a device: after every epoch the network that the training would write, folded, in
/// the device's fast path.
/// </summary>
internal sealed class TrainingBackEnd(ResultWriter writer, InferenceBackEnd inference, TimeProvider time) : ITrainingBackEnd
{
    /// <inheritdoc/>
    public Task<TrainingView> TrainAsync(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken) =>
        Task.Run(() => Train(options, progress, cancellationToken), cancellationToken);

    private TrainingView Train(TrainOptions options, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        if (options.Network is not null and not NetworkCatalog.DefaultName)
        {
            throw new UserErrorException("PIM0911", $"network '{options.Network}' cannot be trained", null, $"leave --network out or give '{NetworkCatalog.DefaultName}': it names the shape to train, and --out the file to write");
        }

        DeviceModel model = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        string name = writer.OrDefault(options.Data, "--data", DataCatalog.DefaultName);
        ImageDataSet train = DataCatalog.Resolve(name, DataSplit.Train);
        ImageDataSet test = DataCatalog.Resolve(name, DataSplit.Test);
        train = options.Images is { } count ? train.Take(count) : train;
        DistinctFiles.Require(("--out", options.NetworkFile), ("--checkpoint", options.Checkpoint), ("--log", options.Log));
        AtomicFile.RequireWritable(options.NetworkFile);
        AtomicFile.RequireWritable(options.Checkpoint);
        TrainingResult result = Run(options, model, train, test, progress, cancellationToken);
        if (options.NetworkFile is not null)
        {
            NetworkFile.Save(options.NetworkFile, result.Network);
        }

        var infer = new InferOptions { Seed = options.Seed, Threads = options.Threads, Set = options.Set };
        InferenceView evaluation = inference.Infer(result.Network, test, model, infer, clock, new Progress<WorkProgress>(), cancellationToken);
        return new TrainingView
        {
            TrainedOn = "host",
            Method = options.Method,
            Seed = options.Seed,
            NetworkFile = options.NetworkFile,
            Epochs = [.. result.Epochs.Select(e => new EpochView(e.Loss, e.TrainAccuracy, e.TestAccuracy))],
            Evaluations = result.Evaluations,
            Thresholds = [.. result.Epochs[^1].Thresholds.Select(TrainingProgressSource.Threshold)],
            Evaluation = evaluation,
        };
    }

    private TrainingResult Run(
        TrainOptions options, DeviceModel model, ImageDataSet train, ImageDataSet test, IProgress<TrainingProgressView> progress, CancellationToken cancellationToken)
    {
        TrainingOptions settings = options.ToTraining();
        using TrainingLog? log = options.Log is { } file ? new TrainingLog(file, settings) : null;
        TrainingSupervision supervision = new()
        {
            Progress = new TrainingProgressSource(options.Epochs, time, progress),
            Log = log,
            CheckpointFile = options.Checkpoint,
            CheckpointEvery = options.CheckpointEvery,
            ResumeFile = options.Resume,
        };
        try
        {
            return new Trainer(NetworkTemplate.SmallConvolutional(train.ClassNames), new DeviceEvaluator(model, (ulong)options.Seed))
                .Run(settings, train, test, supervision, cancellationToken);
        }
        catch (OperationCanceledException) when (options.Checkpoint is not null)
        {
            writer.Note($"go on with --resume {options.Checkpoint}");
            throw;
        }
    }
}
