using PimSim.Data;

namespace PimSim.Training.Tests;

/// <summary>A short run in a folder of its own.</summary>
internal sealed class RunFixture : IDisposable
{
    public static readonly ImageDataSet Train = Stripes.Make(150, 1);
    public static readonly ImageDataSet Test = Stripes.Make(60, 2);

    // 4 batches an epoch.
    public static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 40, LearningRate = 3e-3f, EvaluateEvery = 3 };

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("pimsim-training-");

    public string Path(string name) => System.IO.Path.Combine(folder.FullName, name);

    public static TrainingResult Run(TrainingOptions options, TrainingSupervision? supervision = null, NetworkTemplate? template = null, ImageDataSet? train = null) =>
        new Trainer(template ?? Stripes.Template, new FoldedEvaluator()).Run(options, train ?? Train, Test, supervision, TestContext.Current.CancellationToken);

    /// <summary>Runs until so many updates are done, then cancels.</summary>
    public static void RunUntil(int step, TrainingOptions options, TrainingSupervision supervision)
    {
        using CancellationTokenSource source = new();
        StopAt stop = new(step, source);
        Assert.ThrowsAny<OperationCanceledException>(() => new Trainer(Stripes.Template, new FoldedEvaluator()).Run(options, Train, Test, supervision with { Log = stop }, source.Token));
    }

    /// <summary>Everything a result says, as text and bytes.</summary>
    public static (string Figures, byte[] Network) Essence(TrainingResult result)
    {
        string epochs = string.Join('\n', result.Epochs.Select(e => $"{e.Epoch} {e.Loss:R} {e.TrainAccuracy:R} {e.TestAccuracy:R} {string.Join(' ', e.Thresholds)}"));
        return ($"{epochs}\n{string.Join(' ', result.Evaluations)}\n{result.TestCorrect}/{result.TestTotal}", NetworkBytes.Of(result.Network));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private sealed class StopAt(int step, CancellationTokenSource source) : ITrainingLog
    {
        public void Start(int step)
        {
        }

        // Reports come at the end of an epoch; evaluations at every third update.
        public void Step(TrainingProgress progress, IReadOnlyList<SignFlips> flips) => Stop(progress.Step);

        public void Evaluation(StepEvaluation evaluation) => Stop(evaluation.Step);

        public void Epoch(int step, EpochResult result)
        {
        }

        private void Stop(int now)
        {
            if (now >= step)
            {
                source.Cancel();
            }
        }
    }
}
