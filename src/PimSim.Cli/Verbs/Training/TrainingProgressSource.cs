using PimSim.Training;

namespace PimSim.Cli;

/// <summary>Turns the trainer's reports into what is shown: adds the time left and the losses so far.</summary>
internal sealed class TrainingProgressSource(int epochs, TimeProvider time, IProgress<TrainingProgressView> progress) : IProgress<TrainingProgress>
{
    private readonly List<double> losses = [];
    private long firstTime;
    private int firstStep = -1;

    public static ClipThresholdView Threshold(ClipThresholds t) => new(t.Layer, t.Lower, t.Upper);

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        losses.Add(value.Loss);
        TimeSpan? left = null;
        if (firstStep < 0)
        {
            (firstTime, firstStep) = (time.GetTimestamp(), value.Step);
        }
        else
        {
            double remaining = ((double)epochs * value.Batches) - value.Step;
            left = time.GetElapsedTime(firstTime) * (remaining / (value.Step - firstStep));
        }

        progress.Report(new TrainingProgressView(
            value.Epoch, epochs, value.Batch, value.Batches, value.Loss, value.Accuracy, value.TestAccuracy, [.. value.Thresholds.Select(Threshold)])
        {
            Rate = value.LearningRate,
            TimeLeft = left,
            Losses = [.. losses],
        });
    }
}
