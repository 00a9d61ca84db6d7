using CsCheck;
using PimSim.Core;
using PimSim.Device;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Driver.Tests;

/// <summary>Programs cut into pages for the units' instruction stores.</summary>
public sealed class ProgramSequencerTests
{
    private static readonly int[] Sizes = [11, 16, 24, 32, 61, 512];

    /// <summary>
    /// Random workloads and stores: the same commands in the same order with the same rows open, and what every command triggers is what it was.
    /// </summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Stores_say_what_commands_said()
    {
        (int ran, int loads) = (0, 0);
        Gen.Select(RandomCase.Gen, Gen.UInt).ForEach(40, ((DeviceModel Model, Workload Workload) made, uint seed) =>
        {
            DeviceModel model = SequencedModel.Of(made.Model, Sizes[seed % Sizes.Length]);
            if (RandomCase.Place(model, made.Workload) is not { } placement)
            {
                return;
            }

            int images = 1 + (int)(seed % 40);
            var sharding = ImageSharding.Create(model, images);
            var programs = new PlacedPrograms(placement);
            ProgramStore store = programs.Store(images)!;
            foreach ((PimProgram plain, PimProgram sequenced) in new InferenceLowering(placement).Lower(sharding).Zip(programs.Inference(sharding)).DistinctBy(p => p.Second))
            {
                loads += RequireSame(model, store, plain, sequenced);
                ran++;
            }
        });
        Assert.InRange(ran, 25, int.MaxValue);
        Assert.InRange(loads, 500, int.MaxValue);
    }

    [Theory]
    [InlineData("hbm2-2000-pim", 32)]
    [InlineData("hbm2-2000-pim", 12)]
    [InlineData("ddr4-2400-pim", 64)]
    public void An_upload_with_work_for_the_device_is_sequenced_too(string name, int entries)
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load(name, []), entries);
        var placement = Placement.Create(model, Operations.Chain(clip: true));
        var programs = new PlacedPrograms(placement);
        (UploadLowering lowering, PimProgram sequenced) = programs.Upload(5);
        Assert.InRange(RequireSame(model, programs.Store(5)!, lowering.Lower(), sequenced), 3, int.MaxValue);
    }

    /// <summary>A loop that does not fit is cut, and an operand that steps with it is in a variant of the page for each iteration.</summary>
    [Theory]
    [InlineData(3, 1)]
    [InlineData(40, 1)]
    [InlineData(40, 3)]
    public void Steps_with_a_loop_around_the_page_are_variants_of_it(int outer, int middle)
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load("hbm2-2000-pim", []), 16);
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        var commands = new PimCommands(model);
        var builder = new ProgramBuilder(1);
        builder.Command(commands.Mode, new CommandOperands { Operation = 1 });
        builder.Loop(outer, () =>
        {
            byte depth = builder.Depth;
            builder.Command(commands.ActivateAll, default, new OperandStride(depth, OperandField.Row, 2));
            builder.Loop(middle, () =>
            {
                // Nothing here repeats, so no loop can be made of it.
                foreach (int i in (int[])[3, 1, 4, 1, 5, 9, 2, 6])
                {
                    builder.Command(
                        commands.Threshold,
                        new CommandOperands { Count = 4, Stride = 1, Entry = (short)(i * i), Accumulator = (short)i },
                        new OperandStride(depth, OperandField.Bit, 3),
                        new OperandStride(builder.Depth, OperandField.Bit, 1));
                    builder.Command(commands.Clear, new CommandOperands { Operation = 1, Register = (short)i, Count = 1 });
                }
            });
            builder.Command(commands.PrechargeAll, default);
        });
        PimProgram plain = builder.Build();
        var store = new ProgramStore(placement);
        PimProgram sequenced = new ProgramSequencer(model, commands, store).Rewrite(plain);
        Assert.InRange(RequireSame(model, store, plain, sequenced), outer * middle * 4, outer * middle * 6);
        Assert.InRange(store.Pages, 2, 3);
    }

    /// <summary>What is written one after another, and repeats, becomes a loop: the whole run of a layer is one page.</summary>
    [Fact]
    public void Repetitions_become_loops()
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load("hbm2-2000-pim", []), 16);
        var commands = new PimCommands(model);
        var builder = new ProgramBuilder(1);
        for (int i = 0; i < 30; i++)
        {
            builder.Command(commands.Threshold, new CommandOperands { Accumulator = (short)i, Bit = (short)(8 * i), Count = 8 });
            builder.Command(commands.Clear, new CommandOperands { Operation = 1, Register = (short)(100 - i), Count = 1 });
        }

        var stream = (StreamLoop)Assert.Single(InstructionStream.Of(builder.Build(), model.Standard, 16));
        Assert.Equal((30, 2 + 2 + 2 + 1 + 1), (stream.Count, stream.Entries(0)));
    }

    [Theory]
    [InlineData("PIM0492", "unit.instructionEntries=1")]
    [InlineData("PIM0494", "organization.rows=4")]
    public void PIM0492_PIM0494_what_no_store_takes_is_refused_with_figures(string code, params string[] overrides)
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.sequencer=device", .. overrides]);
        Workload workload = new("wide", [Operations.Binary(Operations.Shape(40, 40, 12, 24, 2)), Operations.Binary(Operations.Shape(39, 39, 24, 9, 3), 1)]);
        var placement = Placement.Create(model, workload);
        var driver = new PimDriver(new PimDevice(model, 1), placement);
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(() => driver.Time(3, CancellationToken.None)).Diagnostics);
        Assert.Equal(code, fault.Code);
        Assert.Contains(fault.Message, char.IsAsciiDigit);
    }

    /// <summary>The field holds 0 to 511, with the largest counter of the loop too.</summary>
    [Theory]
    [InlineData(512, 1)]
    [InlineData(500, 13)]
    public void PIM0491_an_operand_beyond_its_field_is_refused(int register, int iterations)
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load("hbm2-2000-pim", []), 32);
        var commands = new PimCommands(model);
        var builder = new ProgramBuilder(1);
        builder.Loop(iterations, () => builder.Command(
            commands.Clear, new CommandOperands { Operation = 1, Count = 1, Register = (short)register }, new OperandStride(builder.Depth, OperandField.Register, 1)));
        var sequencer = new ProgramSequencer(model, commands, new ProgramStore(Placement.Create(model, Operations.Chain(clip: false))));
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(() => sequencer.Rewrite(builder.Build())).Diagnostics);
        Assert.Equal("PIM0491", fault.Code);
        Assert.Contains("512", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PIM0493_more_variants_than_rows_is_refused()
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load("hbm2-2000-pim", []), 2);
        var commands = new PimCommands(model);
        var builder = new ProgramBuilder(1);
        builder.Loop(1 << 25, () =>
        {
            builder.Command(commands.Clear, new CommandOperands { Operation = 1, Count = 1 }, new OperandStride(builder.Depth, OperandField.Register, 1));
            builder.Command(commands.Threshold, default);
        });
        var sequencer = new ProgramSequencer(model, commands, new ProgramStore(Placement.Create(model, Operations.Chain(clip: false))));
        Assert.Equal("PIM0493", Assert.Single(Assert.Throws<UserErrorException>(() => sequencer.Rewrite(builder.Build())).Diagnostics).Code);
    }

    [Fact]
    public void PIM0490_PIM0550_devices_that_load_no_programs()
    {
        DeviceModel model = SequencedModel.Of(DeviceModelLoader.Load("hbm2-2000-pim", []), 32);
        DeviceModel without = ModelCopy.Of(model, model.Unit, ModelCopy.Without(model.Standard, c => c.Operation == PimOperation.LoadProgram));
        var driver = new PimDriver(new PimDevice(model, 1), Placement.Create(model, Operations.Chain(clip: false)));
        Assert.NotNull(driver.Time(1, CancellationToken.None));
        Assert.Equal("PIM0490", Code(() => new ProgramSequencer(without, new PimCommands(without), new ProgramStore(Placement.Create(without, Operations.Chain(clip: false))))));
        Assert.Equal("PIM0550", Code(() => new DomainCore(without, 0, 1)));
    }

    private static string Code(Func<object> make) => Assert.Single(Assert.Throws<UserErrorException>(make).Diagnostics).Code;

    /// <summary>Both programs do the same; returns the loads.</summary>
    private static int RequireSame(DeviceModel model, ProgramStore store, PimProgram plain, PimProgram sequenced)
    {
        var follower = new StreamFollower(model, store);
        using IEnumerator<(string What, int Row, CommandOperands Operands, int Layer)> found = follower.Follow(sequenced, decode: true).GetEnumerator();
        int position = 0;
        foreach ((string What, int Row, CommandOperands Operands, int Layer) expected in new StreamFollower(model, null).Follow(plain, decode: false))
        {
            Assert.True(found.MoveNext(), $"nothing in place of {expected.What} at {position}");
            Assert.Equal(expected, found.Current);
            position++;
        }

        Assert.False(found.MoveNext());
        return follower.Loads;
    }
}
