using PimSim.Bits;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>
/// Trains a binarized network on the host: straight-through gradients, parameterized weight clipping, Adam. The result has
/// the same bytes for any number of threads and any vector width.
/// </summary>
public sealed class Trainer
{
    private const int BatchesPerReport = 10;
    private readonly NetworkTemplate template;
    private readonly INetworkEvaluator evaluator;

    /// <summary>A trainer of networks like <paramref name="template"/>, judged by <paramref name="evaluator"/>.</summary>
    public Trainer(NetworkTemplate template, INetworkEvaluator evaluator)
    {
        this.template = template;
        this.evaluator = evaluator;
    }

    /// <summary>Trains from initial weights; evaluates after every epoch.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="train">Images to train on.</param>
    /// <param name="test">Images to evaluate on.</param>
    /// <param name="progress">Told every few batches; may be null.</param>
    /// <param name="cancellationToken">Looked at before each batch.</param>
    /// <exception cref="UserErrorException">
    /// PIM0801 to PIM0803: options, network or images that do not go together; those of the evaluator's check; PIM0804: the loss is no number any more.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public TrainingResult Run(
        TrainingOptions options,
        ImageDataSet train,
        ImageDataSet test,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        options.Check();
        this.template.Check(train);
        this.template.Check(test);
        TrainingNetwork network = new(this.template, options);
        this.evaluator.Check(network.Export());
        int batches = (train.Count + options.BatchSize - 1) / options.BatchSize;
        AdamSchedule schedule = new(options.LearningRate, checked(batches * options.Epochs));
        List<EpochResult> epochs = [];
        int correct = 0;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            BatchLoss loss = TrainEpoch(network, schedule, options, train, epoch, epochs.LastOrDefault()?.TestAccuracy, progress, cancellationToken);
            correct = this.evaluator.CountCorrect(network.Export(), test, options.Threads, cancellationToken);
            epochs.Add(new EpochResult(
                epoch, loss.Loss / train.Count, loss.Correct / (double)train.Count, correct / (double)test.Count, network.Thresholds()));
        }

        return new TrainingResult { Network = network.Export(), Epochs = epochs, TestCorrect = correct, TestTotal = test.Count };
    }

    private static BatchLoss TrainEpoch(
        TrainingNetwork network,
        AdamSchedule schedule,
        TrainingOptions options,
        ImageDataSet train,
        int epoch,
        double? testAccuracy,
        IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
    {
        int[] order = EpochOrder.Shuffled(options.Seed, epoch, train.Count);
        int batches = (order.Length + options.BatchSize - 1) / options.BatchSize;
        BatchLoss total = default;
        for (int batch = 0; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int first = batch * options.BatchSize;
            int count = Math.Min(options.BatchSize, order.Length - first);
            AdamStepConstants step = schedule.Next();
            BatchLoss loss = network.Train(train, order.AsMemory(first, count), step);
            if (!double.IsFinite(loss.Loss))
            {
                throw new UserErrorException(
                    "PIM0804", $"the loss is {loss.Loss} in epoch {epoch}, batch {batch + 1}", remedy: "look for images that are not what the network expects; from code, a smaller TrainingOptions.LearningRate");
            }

            total += loss;
            if ((batch + 1) % BatchesPerReport == 0 || batch + 1 == batches)
            {
                progress?.Report(new TrainingProgress(
                    epoch, batch + 1, batches, loss.Loss / count, total.Correct / (double)(first + count), testAccuracy, step.Rate, network.Thresholds()));
            }
        }

        return total;
    }
}
