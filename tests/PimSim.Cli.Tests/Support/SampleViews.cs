using PimSim.Cluster;
using PimSim.Exploration;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli.Tests;

/// <summary>Results with made-up numbers.</summary>
internal static class SampleViews
{
    private const string Hash = "0123456789abcdef0123456789abcdef";

    /// <summary>A sweep that two workers are at.</summary>
    public static SweepClusterView SweepOnCluster() => new(
        new SweepStatusView(
            "r",
            new SweepProvenance
            {
                Version = "1",
                Space = "s",
                SpaceHash = "",
                Command = "",
                Devices = [],
                Networks = [],
                Data = "d",
                DataHash = "",
                Evaluate = EvaluationKind.Timing,
                Seed = 1,
                Sampler = new SamplerSettings(SamplerKind.Grid, 0, 0, 1),
                Points = 10,
                Axes = [],
                Objectives = [],
            },
            new SweepProgress(3, 10, 1, 0),
            false),
        "redis://host",
        new SweepState(5, 2, 3, 1, 0.5, [new WorkerState("a", 1, 1, 2, 0.1), new WorkerState("b", 1, 1, 1, 0.2)]));

    public static InferenceView Inference() => new()
    {
        Device = new NamedHash("hbm2-2000-pim", Hash),
        Network = new NamedHash("bcnn-s", Hash),
        Data = "fashion-mnist-10k",
        Correct = 900,
        Total = 1000,
        PredictionsSha256 = new string('a', 64),
        Cycles = 1_000_000,
        DeviceSeconds = 1e-3,
        ByPhase = new PhaseCycles(100_000, 600_000, 50_000, 100_000, 50_000, 0, 100_000),
        FirstImageCycles = 12_345,
        Peak = new PeakView(1000, 256, new PeakNumbers(1, 2, 3, 4, 5)),
        Energy = new EnergyView(3_000_000_000_001, [new("activate", 1_000_000_000_000), new("xnor", 2_000_000_000_001)]),
        Upload = new UploadView(5_000, 4_096, 7_000_000),
        Commands = [new("ACT", 10), new("PIM_XNOR_ACC", 2_000)],
        Path = "fast",
        CommandsExecuted = 0,
        Layers =
        [
            new LayerView { Name = "conv1", Where = "simd", Cycles = 700_000, EnergyAj = 2_000_000_000_001, BitMacs = 0, RealMacs = 225_792, PeakCycles = 350_000, ColumnReads = 9, BusBytes = 1_024, ByPhase = new PhaseCycles(700_000, 0, 0, 0, 0, 0, 0), EnergyByPart = [new("array", 2_000_000_000_001)] },
            new LayerView { Name = "conv2", Where = "host", Cycles = 300_000, EnergyAj = 1_000_000_000_000, BitMacs = 3_612_672, RealMacs = 0, PeakCycles = 75_000, ColumnReads = 300, BusBytes = 2_048, ByPhase = new PhaseCycles(0, 300_000, 0, 0, 0, 0, 0), EnergyByPart = [new("array", 1_000_000_000_000)] },
        ],
        Host = new HostView(1.5, 2.5, 2),
        NextSteps = ["pimsim device show"],
    };

    public static TrainingView Training() => new()
    {
        TrainedOn = "host",
        Method = TrainOptions.DefaultMethod,
        Seed = 1,
        NetworkFile = "net.pimnet",
        Epochs = [new EpochView(1.25, 0.5, null), new EpochView(0.75, 0.8, 0.79)],
        Thresholds = [new ClipThresholdView("conv2", -0.125f, 0.25f)],
        Cost = null,
        Evaluation = Inference(),
    };

    public static TrainingCostView TrainingCost()
    {
        TrainingPhaseView part = new(100, 5_000_000);
        return new TrainingCostView
        {
            Upload = new TrainingPhaseView(7, 1_000_000),
            Evaluation = new TrainingPhaseView(11, 2_000_000),
            Evaluations = 3,
            Epochs = 2,
            Steps = 4,
            Domains = 8,
            Rows = 803,
            Layers = [new TrainingLayerView("conv1", part, part, part), new TrainingLayerView("dense", part, part, part)],
            HostMacs = 10,
            HostEnergyAj = 1_000_000,
            IdleEnergyAj = 9_000_000,
            SecondsPerCycle = 1e-9,
        };
    }

    public static TraceExecuteView Execution() => new()
    {
        File = "run.pimtrace",
        Complete = true,
        Device = new NamedHash("hbm2-2000-pim", Hash),
        CommandsExecuted = 1_234,
        Cycles = 99_999,
        ReadOuts = 10,
        ReadOutsCompared = 8,
        ReadOutsDiffering = 0,
        Streams = [new ResultStreamView("scores", "fp32", [2, 10], new string('b', 64))],
        Predictions = new PredictionsView([3, 9]),
        Correct = 1,
        Host = new HostView(0.5, 0.5, 1),
    };

    /// <summary>Two activates and a read, the read legal or too early, in a bank that is open twice.</summary>
    public static TraceVerifyView Verification(bool violated)
    {
        DeviceModel model = DeviceModelLoader.Load("ddr4-2400-pim", []);
        short activate = (short)model.Standard.FindCommand("ACT");
        short read = (short)model.Standard.FindCommand("RD");
        var verifier = new CommandVerifier(model);
        verifier.Add(new TimedCommand(0, activate, 0, 0, 0, new CommandOperands { Bank = 3, Row = 7 }));
        verifier.Add(new TimedCommand(100, activate, 0, 0, 0, new CommandOperands { Bank = (short)(violated ? 3 : 4) }));
        verifier.Add(new TimedCommand(violated ? 110 : 116, read, 0, 0, 0, new CommandOperands { Bank = (short)(violated ? 3 : 4) }));
        return new TraceVerifyView
        {
            File = "run.pimtrace",
            Format = "native",
            Complete = true,
            Device = new NamedHash(model.Name, model.Hash),
            Standard = model.Standard,
            Result = verifier.Finish(),
            Host = new HostView(0.5, 0.5, 1),
        };
    }

    public static RecordedTraceView Trace() => new("run.pimtrace", 1_234, 39_488, 20_000);
}
