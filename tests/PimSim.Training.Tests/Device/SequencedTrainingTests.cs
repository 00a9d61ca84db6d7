using PimSim.Core;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Training.Tests;

/// <summary>Training with the sequencer in the device: what units do lies in the cells, commands only trigger it.</summary>
public sealed class SequencedTrainingTests
{
    [Theory]
    [InlineData("hbm2-2000-pim", 32)]
    [InlineData("ddr4-2400-pim", 64)]
    public void EveryBitIsThatOfTheHostsSequencer(string device, int entries) => Compare(device, entries, Options(TrainingMethod.RelativeClipping, batch: 2, steps: 2));

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("hbm2-2000-pim", 512)]
    [InlineData("ddr4-2400-pim", 40)]
    public void BlocksInDomainsAndInTurn(string device, int entries) => Compare(device, entries, Options(TrainingMethod.AbsoluteClipping, batch: 20, steps: 2));

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData(TrainingMethod.StandardizedClipping, OptimizerKind.Adam)]
    [InlineData(TrainingMethod.ReCu, OptimizerKind.Sgd)]
    [InlineData(TrainingMethod.XnorNet, OptimizerKind.Sgd)]
    public void EveryMethodWithProgramsIsSequenced(TrainingMethod method, OptimizerKind optimizer) => Compare(
        "hbm2-2000-pim", 64, Options(method, batch: 4, steps: 2) with { Optimizer = new OptimizerOptions { Kind = optimizer, Decay = 1e-4f } });

    [Theory]
    [InlineData("hbm2-2000-pim", 40, 20)]
    [InlineData("ddr4-2400-pim", 36, 16)]
    public void LoadsAreCountedByPhase(string device, int images, int batch)
    {
        TrainingCost cost = Cost(Model(device, 64), images, batch);
        TrainingCost host = Cost(DeviceModelLoader.Load(device, []), images, batch);
        Assert.Null(host.Placement.StoredPrograms);
        Assert.Equal(default, host.Store.Loads + host.LoadsOf(TrainingPhase.Forward));
        foreach (TrainingPhase phase in Enum.GetValues<TrainingPhase>())
        {
            InstructionLoads loads = cost.LoadsOf(phase);
            long more = Enumerable.Range(0, cost.Layers.Count).Sum(l => cost.CyclesOf(phase, l) - host.CyclesOf(phase, l));
            Assert.True(loads is { Loads: > 0, Cycles: > 0 }, $"{phase}: {loads}");
            Assert.Equal(more, loads.Cycles);
            Assert.Equal(loads.Loads * cost.Placement.Model.Organization.AccessBits / 8 * cost.Placement.Model.UnitsPerDomain / cost.Placement.Model.Organization.Chips, loads.Bytes);
        }

        Assert.Equal(cost.EpochCycles - host.EpochCycles, Enum.GetValues<TrainingPhase>().Sum(p => cost.LoadsOf(p).Cycles));
        Assert.Equal(cost.Store.Cycles - host.Store.Cycles, cost.Store.Loads.Cycles);
        StoredPrograms stored = cost.Placement.StoredPrograms!;
        Assert.True(stored is { Pages: > 10, Rows: > 0 } && stored.UnitBytes > 1000, stored.ToString());

        // The pages of every unit are written once, in every domain that works.
        int write = new CommandRoles(cost.Placement.Model.Standard).Write;
        long writes = cost.Store.Run.Domains.Sum(d => d.TotalCommands(write)) - host.Store.Run.Domains.Sum(d => d.TotalCommands(write));
        long bytes = writes * cost.Placement.Model.Organization.AccessBits / 8;
        Assert.InRange(stored.UnitBytes * cost.Placement.Model.UnitsPerDomain * cost.Placement.Workers, bytes / 2, bytes);
    }

    /// <summary>Cells stuck in a program change what is learned, the same way every time; nothing else happens.</summary>
    [Theory]
    [InlineData("hbm2-2000-pim")]
    [InlineData("ddr4-2400-pim")]
    public void StuckCellsCorruptInstructionsOfTraining(string device)
    {
        DeviceModel model = Model(device, 512);
        int changed = 0;
        for (ulong seed = 0; seed < 2; seed++)
        {
            TrainedDevice Run(ulong key) => TrainedDevice.Run(model, Options(TrainingMethod.RelativeClipping, batch: 2, steps: 1), (core, placement) => Damage(core, placement, key));
            (TrainedDevice damaged, TrainedDevice again) = (Run(seed), Run(seed));
            Assert.Null(StateComparison.FirstDifference(damaged.Placement.Workload, damaged.Device.Read(0), again.Device.Read(0)));
            Assert.Equal(damaged.LastStep.Cycles, TrainingTime.OfStep(damaged.Placement, 2, TestContext.Current.CancellationToken).Cycles);
            changed += StateComparison.FirstDifference(damaged.Placement.Workload, damaged.Host, damaged.Device.Read(0)) is null ? 0 : 1;
        }

        Assert.Equal(2, changed);
    }

    /// <summary>A store that takes no training at all is refused, with figures.</summary>
    [Fact]
    public void WhatNoStoreTakesIsRefused()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.sequencer=device", "unit.instructionEntries=1"]);
        Assert.Equal("PIM0492", Assert.Single(Assert.Throws<UserErrorException>(() => Cost(model, 4, 4)).Diagnostics).Code);
    }

    /// <summary>
    /// Steps on banks against the host's trainer and the host's sequencer: all bits, and all commands but loads and the rows that they open. Every command keeps
    /// every rule.
    /// </summary>
    private static void Compare(string device, int entries, TrainingOptions options)
    {
        DeviceModel model = Model(device, entries);
        var verifier = new CommandVerifier(model);
        TrainedDevice trained = TrainedDevice.Run(model, options, sink: new Sink(verifier));
        TrainedDevice onHost = TrainedDevice.Run(DeviceModelLoader.Load(device, []), options);
        for (int w = 0; w < trained.Placement.Workers; w++)
        {
            Assert.Null(StateComparison.FirstDifference(trained.Placement.Workload, trained.Host, trained.Device.Read(w)));
            Assert.Null(StateComparison.FirstDifference(trained.Placement.Workload, onHost.Device.Read(w), trained.Device.Read(w)));
        }

        Assert.All(trained.Host.Blocks.Zip(trained.Initial.Blocks), b => Assert.NotEqual(b.Second.Weights.Values, b.First.Weights.Values));
        VerificationResult result = verifier.Finish();
        Assert.Equal(trained.Device.CommandsExecuted, result.Commands);
        Assert.True(result.Violations == 0, string.Join(Environment.NewLine, result.Details.Take(5)));

        TrainingTime timed = TrainingTime.OfStep(trained.Placement, options.BatchSize, TestContext.Current.CancellationToken);
        Assert.Equal(timed.Cycles, trained.LastStep.Cycles);

        // Loads open and close rows; refreshes, which close and open them too, come at other places of the program.
        const CommandEffects OfRows = CommandEffects.Opens | CommandEffects.Closes | CommandEffects.Refreshes;
        foreach (CommandSpec c in model.Standard.Commands.Where(c => (c.Effects & OfRows) == CommandEffects.None))
        {
            long more = trained.LastStep.Domains.Sum(d => d.TotalCommands(c.Id)) - onHost.LastStep.Domains.Sum(d => d.TotalCommands(c.Id));
            Assert.True(more == (c.Operation == PimOperation.LoadProgram ? timed.Loads.Loads : 0), $"{c.Name}: {more} more");
        }
    }

    private static TrainingOptions Options(TrainingMethod method, int batch, int steps) =>
        new() { BatchSize = batch, Epochs = steps, LearningRate = 3e-3f, Method = method };

    private static DeviceModel Model(string device, int entries) => DeviceModelLoader.Load(device, ["unit.sequencer=device", $"unit.instructionEntries={entries}"]);

    private static TrainingCost Cost(DeviceModel model, int images, int batch) =>
        TrainingCost.Create(model, SmallNetwork.Template, new TrainingOptions { BatchSize = batch }, images, TestContext.Current.CancellationToken);

    /// <summary>Inverts some cells in the rows of programs, of some units.</summary>
    private static void Damage(DomainCore core, TrainingPlacement placement, ulong seed)
    {
        var random = new PhiloxStream(seed, (ulong)core.Domain);
        DeviceModel model = placement.Model;
        ulong[] words = new ulong[model.Organization.AccessBits / 64];
        for (int flips = 0; flips < 8 * model.UnitsPerDomain;)
        {
            var row = new RowAddress(random.NextInt(model.Organization.Banks), model.FirstRow + placement.Rows + random.NextInt(placement.StoredPrograms!.Rows));
            int column = random.NextInt(model.Organization.ColumnAccesses);
            core.Cells.Read(row, column, words);
            if (words.AsSpan().ContainsAnyExcept(0UL))
            {
                core.Cells.Flip(row, column, random.NextInt(model.Organization.AccessBits));
                flips++;
            }
        }
    }

    private sealed class Sink(CommandVerifier verifier) : ICommandSink
    {
        public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) => verifier.Add(command);
    }
}
