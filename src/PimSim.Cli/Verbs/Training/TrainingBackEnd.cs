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
internal sealed class TrainingBackEnd(ResultWriter writer, InferenceBackEnd inference) : ITrainingBackEnd
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
        AtomicFile.RequireWritable(options.NetworkFile);
        var evaluator = new DeviceEvaluator(model, (ulong)options.Seed);
        var settings = new TrainingOptions
        {
            Epochs = options.Epochs,
            Seed = (ulong)options.Seed,
            Threads = options.ThreadCount,
            Clipping = new ClippingOptions { Mode = string.Equals(options.Method, TrainOptions.AbsoluteClipping, StringComparison.Ordinal) ? ClippingMode.Absolute : ClippingMode.Relative },
        };
        TrainingResult result = new Trainer(NetworkTemplate.SmallConvolutional(train.ClassNames), evaluator)
            .Run(settings, train, test, new Adapter(options.Epochs, progress), cancellationToken);
        if (options.NetworkFile is not null)
        {
            NetworkFile.Save(options.NetworkFile, result.Network);
        }

        var infer = new InferOptions { Seed = options.Seed, Threads = options.Threads, Set = options.Set };
        InferenceView evaluation = inference.Infer(result.Network, test, model, infer, clock, new Progress<WorkProgress>(), cancellationToken);
        EpochResult last = result.Epochs[^1];
        return new TrainingView
        {
            TrainedOn = "host",
            Method = options.Method,
            Seed = options.Seed,
            NetworkFile = options.NetworkFile,
            Epochs = [.. result.Epochs.Select(e => new EpochView(e.Loss, e.TrainAccuracy, e.TestAccuracy))],
            Thresholds = [.. last.Thresholds.Select(Threshold)],
            Evaluation = evaluation,
        };
    }

    private static ClipThresholdView Threshold(ClipThresholds t) => new(t.Layer, t.Lower, t.Upper);

    private sealed class Adapter(int epochs, IProgress<TrainingProgressView> progress) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => progress.Report(new TrainingProgressView(
            value.Epoch, epochs, value.Batch, value.Batches, value.Loss, value.Accuracy, value.TestAccuracy, [.. value.Thresholds.Select(Threshold)]));
    }
}
