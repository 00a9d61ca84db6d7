using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training;

/// <summary>
/// One run as a sequence of moves, each of which leaves a state that a checkpoint can hold: an evaluation that is due, else
/// a batch, else the end of an epoch.
/// </summary>
internal sealed class TrainingRun
{
    private const int BatchesPerReport = 10;
    private readonly TrainingOptions options;
    private readonly ImageDataSet train;
    private readonly ImageDataSet test;
    private readonly TrainingSupervision supervision;
    private readonly ITrainedNetwork network;
    private readonly INetworkEvaluator evaluator;
    private readonly UpdateSchedule schedule;
    private readonly CheckpointWriter? checkpoint;
    private readonly int batches;
    private readonly TrainingState state;
    private int[] order = [];
    private int orderEpoch;

    public TrainingRun(
        TrainableNetwork template,
        TrainingOptions options,
        ImageDataSet train,
        ImageDataSet test,
        TrainingSupervision supervision,
        ITrainedNetwork network,
        INetworkEvaluator evaluator)
    {
        (this.options, this.train, this.test) = (options, train, test);
        (this.supervision, this.network, this.evaluator) = (supervision, network, evaluator);
        batches = (train.Count + options.BatchSize - 1) / options.BatchSize;
        schedule = new UpdateSchedule(options.Schedule, options.LearningRate, batches, options.Epochs);
        if (supervision.CheckpointFile is null && supervision.ResumeFile is null)
        {
            state = new TrainingState();
            return;
        }

        RunSettings settings = RunSettings.Of(template, options, train, test);
        checkpoint = supervision.CheckpointFile is { } file ? new CheckpointWriter(file, settings) : null;
        state = supervision.ResumeFile is { } from ? CheckpointReader.Load(from, settings, network, batches, options.Epochs) : new TrainingState();
        schedule.SkipTo(state.Step);
        if (supervision.ResumeFile is not null)
        {
            network.Resume();
        }

        if (string.Equals(supervision.ResumeFile, supervision.CheckpointFile, StringComparison.Ordinal))
        {
            checkpoint?.Found(state.Step);
        }
    }

    public TrainingResult Run(CancellationToken cancellationToken)
    {
        supervision.Log?.Start(state.Step);
        if (supervision.Log is not null)
        {
            network.BeginEpoch(Math.Min(state.Epoch, options.Epochs), options.Epochs);
            network.TakeFlips();
        }

        try
        {
            while (state.Epoch <= options.Epochs)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Move(cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            checkpoint?.Write(state, network);
            throw;
        }

        network.BeginEpoch(options.Epochs, options.Epochs);
        return new TrainingResult
        {
            Network = network.Export(),
            Epochs = state.Epochs,
            Evaluations = state.Evaluations,
            TestCorrect = state.TestCorrect,
            TestTotal = test.Count,
        };
    }

    private void Move(CancellationToken cancellationToken)
    {
        network.BeginEpoch(state.Epoch, options.Epochs);
        if (EvaluationIsDue())
        {
            StepEvaluation evaluation = new(state.Step, Evaluate(cancellationToken));
            state.Evaluations.Add(evaluation);
            supervision.Log?.Evaluation(evaluation);
        }
        else if (state.Batch < batches)
        {
            TrainBatch(cancellationToken);
        }
        else
        {
            FinishEpoch(cancellationToken);
        }
    }

    private bool EvaluationIsDue() =>
        options.EvaluateEvery > 0 && state.Step > 0 && state.Step % options.EvaluateEvery == 0 && (state.Evaluations.Count == 0 || state.Evaluations[^1].Step != state.Step);

    private double Evaluate(CancellationToken cancellationToken)
    {
        state.TestCorrect = this.evaluator.CountCorrect(network.Export(), test, options.Threads, cancellationToken);
        double accuracy = state.TestCorrect / (double)test.Count;
        state.TestAccuracy = accuracy;
        return accuracy;
    }

    private void TrainBatch(CancellationToken cancellationToken)
    {
        if (orderEpoch != state.Epoch)
        {
            order = EpochOrder.Shuffled(options.Seed, state.Epoch, train.Count);
            orderEpoch = state.Epoch;
        }

        int first = state.Batch * options.BatchSize;
        int count = Math.Min(options.BatchSize, order.Length - first);
        UpdateStep step = schedule.Next();
        supervision.Device?.Begin(network, cancellationToken);
        BatchLoss loss = network.Train(train, order.AsMemory(first, count), state.Epoch, step);
        supervision.Device?.Step(network, train, order.AsSpan(first, count).ToArray(), state.Epoch, step, cancellationToken);
        IReadOnlyList<ClipThresholds> thresholds = network.Thresholds();
        Check(loss, thresholds);
        state.Total += loss;
        state.Batch++;
        state.Step++;
        if (state.Batch % BatchesPerReport == 0 || state.Batch == batches)
        {
            TrainingProgress progress = new(
                state.Epoch, state.Batch, batches, state.Step, loss.Loss / count, state.Total.Correct / (double)(first + count), state.TestAccuracy, step.Rate, thresholds);
            supervision.Progress?.Report(progress);
            supervision.Log?.Step(progress, network.TakeFlips());
        }

        if (supervision.CheckpointEvery > 0 && state.Step % supervision.CheckpointEvery == 0)
        {
            checkpoint?.Write(state, network);
        }
    }

    private void FinishEpoch(CancellationToken cancellationToken)
    {
        double accuracy = Evaluate(cancellationToken);
        EpochResult result = new(state.Epoch, state.Total.Loss / train.Count, state.Total.Correct / (double)train.Count, accuracy, network.Thresholds());
        state.Epochs.Add(result);
        state.Epoch++;
        state.Batch = 0;
        state.Total = default;
        supervision.Log?.Epoch(state.Step, result);
        checkpoint?.Write(state, network);
    }

    /// <exception cref="UserErrorException">PIM0805: a first threshold is not below the second any more.</exception>
    internal static void CheckOrder(IReadOnlyList<ClipThresholds> thresholds, string where, string? kept)
    {
        foreach (ClipThresholds t in thresholds)
        {
            if (t.Lower >= t.Upper)
            {
                throw new UserErrorException(
                    "PIM0805", $"the clip thresholds of layer {t.Layer} cross {where}: {t.Lower} is not below {t.Upper}", remedy: $"give a smaller rate or weight decay{kept}");
            }
        }
    }

    private void Check(BatchLoss loss, IReadOnlyList<ClipThresholds> thresholds)
    {
        string where = $"in epoch {state.Epoch}, batch {state.Batch + 1}";
        if (!double.IsFinite(loss.Loss))
        {
            throw new UserErrorException("PIM0804", $"the loss is {loss.Loss} {where}", remedy: $"give {(network.HasFaults ? "fewer faults, or " : "")}a smaller rate, or look for images that are not what the network expects{checkpoint?.Kept}");
        }

        if (!network.HasFaults)
        {
            CheckOrder(thresholds, where, checkpoint?.Kept);
        }
    }
}
