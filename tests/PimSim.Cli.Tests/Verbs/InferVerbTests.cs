using System.Text.Json;
using PimSim.Training;

namespace PimSim.Cli.Tests.Verbs;

public sealed class InferVerbTests
{
    [Fact]
    public async Task Options_reach_the_back_end()
    {
        FakeBackEnds fake = new();
        CliResult result = await RunAsync(
            fake, "--device", "d", "--network", "n", "--data", "x", "--images", "7", "--seed", "5", "--threads", "2", "--set", "a.b=1", "--set", "c=2", "--record", "t.pimtrace");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Equal(("d", "n", "x"), (fake.Infer!.Device, fake.Infer.Network, fake.Infer.Data));
        Assert.Equal((7, 5L, 2), (fake.Infer.Images, fake.Infer.Seed, fake.Infer.Threads));
        Assert.Equal(["a.b=1", "c=2"], fake.Infer.Set, StringComparer.Ordinal);
        Assert.Equal("t.pimtrace", fake.Infer.Record);
        Assert.True(fake.Infer.Reference);
        Assert.Contains("next things to type", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Defaults_are_left_to_the_back_end()
    {
        FakeBackEnds fake = new();
        await RunAsync(fake);
        Assert.Equal((null, null, null, null), (fake.Infer!.Device, fake.Infer.Network, fake.Infer.Data, fake.Infer.Images));
        Assert.Equal(1, fake.Infer.Seed);
        Assert.False(fake.Infer.Reference);
    }

    [Fact]
    public async Task Json_goes_to_stdout_and_to_the_file_alike()
    {
        string file = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N") + ".json");
        try
        {
            CliResult result = await RunAsync(new FakeBackEnds(), "--json", "--out", file);
            using JsonDocument document = JsonDocument.Parse(result.Output);
            SchemaValidator.AssertValid(document.RootElement);
            Assert.Equal(result.Output, await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_a_user_fault()
    {
        CliResult result = await RunAsync(new FakeBackEnds(), "--json", "--out", Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"), "r.json"));
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains("PIM0020", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.Empty(result.Output);
    }

    [Fact]
    public void Names_and_defaults_are_those_of_training()
    {
        Assert.Equal(PimSim.Training.TrainingMethods.Names, TrainOptions.Methods, StringComparer.Ordinal);
        PimSim.Training.TrainingOptions given = new TrainOptions { Method = TrainOptions.DefaultMethod, Epochs = 10, Seed = 1, Threads = 1 }.ToTraining();
        Assert.Equal(new PimSim.Training.TrainingOptions(), given);
    }

    [Fact]
    public async Task Train_takes_its_options()
    {
        FakeBackEnds fake = new();
        CliResult result = await InProcess.RunAsync(
            InProcess.Tree(t => TrainCommand.Create(t, FakeServices.Of(fake))), "train", "--epochs", "3", "--method", "pwc-absolute", "--out", "n.pimnet", "--json");
        Assert.Equal(ExitCode.Done, result.ExitCode);
        Assert.Equal((3, "pwc-absolute", "n.pimnet"), (fake.Train!.Epochs, fake.Train.Method, fake.Train.NetworkFile));
        using JsonDocument document = JsonDocument.Parse(result.Output);
        SchemaValidator.AssertValid(document.RootElement);
    }

    [Fact]
    public async Task Train_hands_its_settings_on()
    {
        FakeBackEnds fake = new();
        string[] args =
        [
            "train", "--method", "xnor", "--optimizer", "sgd", "--momentum", "0.8", "--decay", "0.0005", "--schedule", "step", "--step-epochs", "2", "--step-factor", "0.5", "--warm-up", "7",
            "--activation-gradient", "polynomial", "--crop", "3", "--flip", "--label-smoothing", "0.1", "--evaluate-every", "9", "--batch", "64", "--seed", "4",
            "--resume", "c", "--checkpoint-every", "5", "--log", "l",
        ];
        CliResult result = await InProcess.RunAsync(InProcess.Tree(t => TrainCommand.Create(t, FakeServices.Of(fake))), args);
        Assert.True(result.ExitCode == ExitCode.Done, result.Error);
        Assert.Equal(("c", "c", 5, "l"), (fake.Train!.Resume, fake.Train.Checkpoint, fake.Train.CheckpointEvery, fake.Train.Log));
        TrainingOptions expected = new()
        {
            Epochs = 5,
            Seed = 4,
            BatchSize = 64,
            Method = TrainingMethod.XnorNet,
            ActivationGradient = ActivationGradient.PiecewisePolynomial,
            Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd, Momentum = 0.8f, Decay = 5e-4f },
            LearningRate = 0.01f,
            Schedule = new ScheduleOptions { Kind = ScheduleKind.Step, WarmUpSteps = 7, StepEpochs = 2, StepFactor = 0.5f },
            Augmentation = new AugmentationOptions { CropPadding = 3, Flip = true },
            LabelSmoothing = 0.1,
            EvaluateEvery = 9,
            Threads = fake.Train.ThreadCount,
        };
        Assert.Equal(expected, fake.Train.ToTraining());
    }

    [Theory]
    [InlineData("--method", "rec", "recu")]
    [InlineData("--optimizer", "adm", "adam")]
    [InlineData("--schedule", "cosin", "cosine")]
    [InlineData("--activation-gradient", "identiti", "identity")]
    public async Task Train_knows_the_nearest_name(string option, string given, string nearest)
    {
        CliResult result = await InProcess.RunAsync(InProcess.Tree(t => TrainCommand.Create(t, FakeServices.Of(new FakeBackEnds()))), "train", option, given);
        Assert.Equal(ExitCode.BadInput, result.ExitCode);
        Assert.Contains($"{option} '{given}' is not known", result.Error, StringComparison.Ordinal);
        Assert.Contains($"'{nearest}'", result.Error, StringComparison.Ordinal);
    }

    private static Task<CliResult> RunAsync(FakeBackEnds fake, params string[] args) =>
        InProcess.RunAsync(InProcess.Tree(t => InferCommand.Create(t, FakeServices.Of(fake))), ["infer", .. args]);
}
