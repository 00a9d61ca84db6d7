using PimSim.Core;
using PimSim.Models;

namespace PimSim.Training.Tests;

public sealed class CheckpointTests : IDisposable
{
    private readonly RunFixture fixture = new();

    public static TheoryData<TrainingMethod, OptimizerKind> Kinds() => new()
    {
        { TrainingMethod.RelativeClipping, OptimizerKind.Adam },
        { TrainingMethod.AbsoluteClipping, OptimizerKind.Sgd },
        { TrainingMethod.StandardizedClipping, OptimizerKind.Adam },
        { TrainingMethod.ReCu, OptimizerKind.Sgd },
        { TrainingMethod.Sign, OptimizerKind.Adam },
        { TrainingMethod.XnorNet, OptimizerKind.Adam },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ResumedRunsGiveTheSameBytes(TrainingMethod method, OptimizerKind optimizer)
    {
        TrainingOptions options = RunFixture.Options with
        {
            Method = method,
            Optimizer = new OptimizerOptions { Kind = optimizer, Decay = 1e-4f },
            Augmentation = new AugmentationOptions { CropPadding = 1, Flip = true },
            Schedule = new ScheduleOptions { WarmUpSteps = 2 },
        };
        (string figures, byte[] network) = RunFixture.Essence(RunFixture.Run(options));

        // 3: an evaluation is made. 4: the epoch's is not. 6, 8, 9: later ones. 12: all are trained.
        foreach (int step in new[] { 3, 4, 6, 9, 12 })
        {
            string file = fixture.Path($"{step}.checkpoint");
            RunFixture.RunUntil(step, options, new TrainingSupervision { CheckpointFile = file });
            TrainingResult resumed = RunFixture.Run(options with { Threads = 1 + (step % 3) }, new TrainingSupervision { ResumeFile = file });
            (string resumedFigures, byte[] resumedNetwork) = RunFixture.Essence(resumed);
            Assert.Equal(figures, resumedFigures);
            Assert.Equal(network, resumedNetwork);
        }
    }

    /// <summary>On faulty cells a checkpoint has what was read of each domain's, and what writes flip is a function of the step.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void ResumedRunsOnFaultyCellsGiveTheSameBytes()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["faults.stuckAtZero=1e-3", "faults.flipsPerWrite=1e-5", "faults.ber.weights=1e-4"]);
        TrainingOptions options = RunFixture.Options with { Epochs = 2, BatchSize = 50, Method = TrainingMethod.StandardizedClipping };
        TrainingOptions Faulty(ulong seed) => options with { Faults = FaultyTraining.Create(model, Stripes.Template, options, RunFixture.Train.Count, seed, TestContext.Current.CancellationToken) };
        (string figures, byte[] network) = RunFixture.Essence(RunFixture.Run(Faulty(3)));
        Assert.NotEqual(RunFixture.Essence(RunFixture.Run(options)).Network, network);
        string file = fixture.Path("faulty");
        RunFixture.RunUntil(3, Faulty(3), new TrainingSupervision { CheckpointFile = file });
        TrainingResult resumed = RunFixture.Run(Faulty(3) with { Threads = 2 }, new TrainingSupervision { ResumeFile = file });
        Assert.Equal(figures, RunFixture.Essence(resumed).Figures);
        Assert.Equal(network, RunFixture.Essence(resumed).Network);
        UserErrorException other = Assert.Throws<UserErrorException>(() => RunFixture.Run(Faulty(4), new TrainingSupervision { ResumeFile = file }));
        Assert.Equal("PIM0806", Assert.Single(other.Diagnostics).Code, StringComparer.Ordinal);
        TrainingOptions again = Faulty(3);
        DeviceReference banks = new(model, Stripes.Template, again, RunFixture.Train.Count);
        UserErrorException beside = Assert.Throws<UserErrorException>(() => RunFixture.Run(again, new TrainingSupervision { ResumeFile = file, Device = banks }));
        Assert.Equal("PIM1209", Assert.Single(beside.Diagnostics).Code, StringComparer.Ordinal);
    }

    [Fact]
    public void CheckpointsComeAfterStepsAndEpochsAndHoldTheEnd()
    {
        string file = fixture.Path("c");
        TrainingResult whole = RunFixture.Run(RunFixture.Options, new TrainingSupervision { CheckpointFile = file, CheckpointEvery = 3 });
        byte[] bytes = File.ReadAllBytes(file);
        TrainingResult resumed = RunFixture.Run(RunFixture.Options, new TrainingSupervision { ResumeFile = file, CheckpointFile = file });
        Assert.Equal(RunFixture.Essence(whole).Figures, RunFixture.Essence(resumed).Figures);
        Assert.Equal(RunFixture.Essence(whole).Network, RunFixture.Essence(resumed).Network);
        Assert.Equal(bytes, File.ReadAllBytes(file));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    [Fact]
    public void StateIsCheckedAgainstTheRun()
    {
        string file = fixture.Path("c");
        TrainingOptions options = RunFixture.Options;
        RunFixture.RunUntil(4, options, new TrainingSupervision { CheckpointFile = file });
        TrainingSupervision resume = new() { ResumeFile = file };
        Refused("PIM0806", "its method: pwc-relative; here: recu", () => RunFixture.Run(options with { Method = TrainingMethod.ReCu }, resume));
        Refused("PIM0806", "its seed: 1; here: 2", () => RunFixture.Run(options with { Seed = 2 }, resume));
        Refused("PIM0806", "its epochs: 3; here: 4", () => RunFixture.Run(options with { Epochs = 4 }, resume));
        Refused("PIM0806", "its optimizer: ", () => RunFixture.Run(options with { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd } }, resume));
        Refused("PIM0806", "its network: ", () => RunFixture.Run(options, resume, template: Stripes.Template with { Blocks = [.. Stripes.Template.Blocks.Take(2)] }));
        Refused("PIM0806", "its training images: ", () => RunFixture.Run(options, resume, train: Stripes.Make(150, 3)));
        UserErrorException two = Assert.Throws<UserErrorException>(() => RunFixture.Run(options with { Seed = 2, LearningRate = 1f }, resume));
        Assert.Equal(2, two.Diagnostics.Count);
    }

    [Fact]
    public void CutAndDamagedFilesAreRefused()
    {
        string file = fixture.Path("c");
        RunFixture.RunUntil(4, RunFixture.Options, new TrainingSupervision { CheckpointFile = file });
        byte[] bytes = File.ReadAllBytes(file);
        string other = fixture.Path("other");
        foreach (int length in new[] { 0, 7, 39, 60, 300, bytes.Length / 2, bytes.Length - 1 })
        {
            File.WriteAllBytes(other, bytes[..length]);
            RefusedAsFile(other);
        }

        for (int i = 0; i < bytes.Length; i += 1 + (bytes.Length / 60))
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x10;
            File.WriteAllBytes(other, damaged);
            RefusedAsFile(other);
        }

        Refused("PIM0021", "cannot read", () => RunFixture.Run(RunFixture.Options, new TrainingSupervision { ResumeFile = fixture.Path("none") }));
    }

    [Fact]
    public void ContainersThatHoldSomethingElseAreRefused()
    {
        string file = fixture.Path("c");
        foreach (byte[] header in (byte[][])[[], [0x9C], [0x9C, 0xA1, (byte)'x'], [0xDD, 0x7F, 0xFF, 0xFF, 0xFF]])
        {
            using (FileStream stream = File.Create(file))
            {
                new ContainerWriter(stream, ContainerFormat.Checkpoint, 1, header).Complete();
            }

            Refused("PIM0807", "this is not a checkpoint", () => RunFixture.Run(RunFixture.Options, new TrainingSupervision { ResumeFile = file }));
        }
    }

    [Fact]
    public void NumbersThatAreNoneAreNotKept()
    {
        string file = fixture.Path("c");
        TrainingNetwork network = new(Stripes.Template, RunFixture.Options);
        CheckpointWriter writer = new(file, RunSettings.Of(Stripes.Template, RunFixture.Options, RunFixture.Train, RunFixture.Test));
        Assert.Equal("", writer.Kept);
        writer.Write(new TrainingState { Step = 5 }, network);
        byte[] good = File.ReadAllBytes(file);
        network.State.First(s => string.Equals(s.Key, "norm2.gamma", StringComparison.Ordinal)).Value[1] = float.NaN;
        UserErrorException fault = Assert.Throws<UserErrorException>(() => writer.Write(new TrainingState { Step = 6 }, network));
        Assert.Equal($"error PIM0809: after step 6 norm2.gamma has a value that is no finite number; give a smaller rate; the checkpoint of step 5 is kept in {file}", fault.Diagnostics[0].ToString());
        Assert.Equal(good, File.ReadAllBytes(file));
    }

    [Fact]
    public void ThresholdsThatCrossEndTheRun()
    {
        TrainingRun.CheckOrder([new ClipThresholds("conv2", -1f, 1f)], "", null);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => TrainingRun.CheckOrder([new ClipThresholds("conv2", 0.5f, 0.5f)], "in epoch 1, batch 2", "; kept"));
        Assert.Equal(
            "error PIM0805: the clip thresholds of layer conv2 cross in epoch 1, batch 2: 0.5 is not below 0.5; give a smaller rate or weight decay; kept", fault.Diagnostics[0].ToString());
    }

    [Fact]
    public void AnUnwritableCheckpointEndsTheRun()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("there is no /dev/full here");
        }

        Refused("PIM0808", "the disk is full", () => RunFixture.Run(RunFixture.Options, new TrainingSupervision { CheckpointFile = "/dev/full" }));
    }

    [Fact]
    public void TheLastGoodCheckpointIsKept()
    {
        string file = fixture.Path("c");
        TrainingOptions wild = RunFixture.Options with { Optimizer = new OptimizerOptions { Kind = OptimizerKind.Sgd }, LearningRate = 1e30f, Method = TrainingMethod.StandardizedClipping };
        TrainingSupervision supervision = new() { CheckpointFile = file, CheckpointEvery = 1 };
        string text = Assert.Throws<UserErrorException>(() => RunFixture.Run(wild, supervision)).Diagnostics[0].ToString();
        Assert.Contains($" is kept in {file}", text, StringComparison.Ordinal);
        Assert.Equal(text, Assert.Throws<UserErrorException>(() => RunFixture.Run(wild, supervision with { ResumeFile = file })).Diagnostics[0].ToString());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
    }

    public void Dispose() => fixture.Dispose();

    private static void RefusedAsFile(string file)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => RunFixture.Run(RunFixture.Options, new TrainingSupervision { ResumeFile = file }));
        Assert.Equal(file, fault.Diagnostics[0].File);
        Assert.InRange(int.Parse(fault.Diagnostics[0].Code[3..], System.Globalization.CultureInfo.InvariantCulture), 10, 17);
    }

    private static void Refused(string code, string message, Func<TrainingResult> run)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(run);
        Assert.Equal(code, fault.Diagnostics[0].Code);
        Assert.Contains(message, fault.Diagnostics[0].ToString(), StringComparison.Ordinal);
    }
}
