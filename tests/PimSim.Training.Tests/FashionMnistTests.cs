using System.Diagnostics;
using PimSim.Data;

namespace PimSim.Training.Tests;

public sealed class FashionMnistTests(ITestOutputHelper output)
{
    private const string DefaultFolder = "/usr/share/datasets/fashion-mnist";

    [Fact]
    [Trait("Category", "Slow")]
    public void TenEpochsReachTheReferenceAccuracy()
    {
        string folder = Environment.GetEnvironmentVariable("PIMSIM_FASHION_MNIST") ?? DefaultFolder;
        if (!Directory.Exists(folder))
        {
            Assert.Skip($"Fashion-MNIST is absent (set PIMSIM_FASHION_MNIST to its folder, now {folder})");
        }

        ImageDataSet train = DataFolder.Load(folder, DataSplit.Train);
        ImageDataSet test = DataFolder.Load(folder, DataSplit.Test);
        Trainer trainer = new(NetworkTemplate.SmallConvolutional(test.ClassNames), new FoldedEvaluator());
        TrainingOptions options = new() { Threads = 2 };
        Stopwatch clock = Stopwatch.StartNew();
        TrainingResult result = trainer.Run(options, train, test, null, TestContext.Current.CancellationToken);
        foreach (EpochResult epoch in result.Epochs)
        {
            string thresholds = string.Join(", ", epoch.Thresholds.Select(t => $"{t.Layer} [{t.Lower:F5}, {t.Upper:F5}]"));
            output.WriteLine($"epoch {epoch.Epoch}: loss {epoch.Loss:F4}, train {epoch.TrainAccuracy:P2}, test {epoch.TestAccuracy:P2}; {thresholds}");
        }

        output.WriteLine($"{clock.Elapsed.TotalSeconds / options.Epochs:F1} s an epoch, {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds:F1} s processor in all");
        Assert.True(result.TestCorrect >= 9020, $"{result.TestCorrect} of {result.TestTotal} correct");
    }
}
