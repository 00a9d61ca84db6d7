using PimSim.Data;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Training.Tests;

/// <summary>
/// Steps of a training on simulated banks beside those of the host's trainer, an epoch each: after every one all that is learned must be the same bits
/// in every domain.
/// </summary>
internal sealed class DeviceSteps
{
    private readonly NetworkTemplate template;
    private readonly TrainingOptions options;
    private readonly ImageDataSet images;
    private readonly UpdateSchedule schedule;
    private int epoch;

    public DeviceSteps(NetworkTemplate template, DeviceModel model, TrainingOptions options, ICommandSink? sink = null)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        this.template = template;
        this.options = options = options with { Faults = FaultyTraining.Create(model, template, options, options.BatchSize, 1, cancellation) };
        images = Stripes.Make(options.BatchSize * options.Epochs, 5);
        schedule = new UpdateSchedule(options.Schedule, options.LearningRate, 1, options.Epochs);
        Network = template.CreateChain(options);
        Placement = options.Faults?.Placement ?? DeviceWorkload.Place(model, template, options, options.BatchSize);
        Training = new DeviceTraining(new PimDevice(model, 1), Placement, sink, options.Faults);
        Initial = Host;
        Training.Store(Initial, cancellation);
    }

    public IChainNetwork Network { get; }

    public TrainingPlacement Placement { get; }

    public DeviceTraining Training { get; }

    public StoredTraining Initial { get; }

    public StoredTraining Host => NetworkState.Of(Network, Placement.Workload);

    /// <summary>Every step of <paramref name="options"/> on a device; and something was learned everywhere.</summary>
    public static DeviceSteps Compare(NetworkTemplate template, string device, TrainingOptions options)
    {
        string[] changes = options.Format == NumberFormat.Fp32 ? [] : [options.Format == NumberFormat.Bf16 ? "unit.simdFormat=bf16" : "unit.simdFormat=fp16"];
        var steps = new DeviceSteps(template, DeviceModelLoader.Load(device, changes), options);
        for (int i = 0; i < options.Epochs; i++)
        {
            steps.Next();
        }

        StoredTraining learned = steps.Training.Read(0);
        Assert.All(learned.Blocks.Zip(steps.Initial.Blocks), b => Assert.NotEqual(b.Second.Weights.Values, b.First.Weights.Values));
        Assert.All(learned.Blocks, b => Assert.DoesNotContain(0f, b.Gamma.First));
        return steps;
    }

    /// <summary>The next step, on both.</summary>
    public ProgramRun Next()
    {
        int[] order = [.. Enumerable.Range(epoch * options.BatchSize, options.BatchSize)];
        epoch++;
        UpdateStep step = schedule.Next();
        Network.BeginEpoch(epoch, options.Epochs);
        Network.Train(images, order, epoch, step);
        ProgramRun run = Training.Step(
            DeviceBatches.Create(template, options, images, order, Network.Inputs(order.Length), epoch, step), TestContext.Current.CancellationToken);
        for (int w = 0; w < Placement.Workers; w++)
        {
            string? difference = StateComparison.FirstDifference(Placement.Workload, NetworkState.Of(Network, Placement.Workload, w), Training.Read(w));
            Assert.True(difference is null, difference);
        }

        return run;
    }
}
