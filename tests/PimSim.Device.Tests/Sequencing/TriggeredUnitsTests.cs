using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Commands that only trigger what each unit's own store says.</summary>
public sealed class TriggeredUnitsTests
{
    private static readonly DeviceModel Model = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "unit.sequencer=device"]);

    private static readonly int[] Triggers = [.. Model.Standard.Commands.Where(c => UnitAccess.IsTrigger(c.Operation)).Select(c => c.Id)];

    /// <summary>The command's operands say nothing: registers 1 and 2 take what it would put into 0.</summary>
    [Fact]
    public void Operands_are_the_store_s_and_addresses_the_command_s()
    {
        uint[] program =
        [
            InstructionFormat.LoopBegin(2),
            InstructionFormat.Step(0, 0, 1),
            (uint)InstructionFormat.Encode(PimOperation.LoadInput, new CommandOperands { Register = 1 }),
            InstructionFormat.LoopEnd(),
            .. Enumerable.Range(0, 4).Select(r => (uint)InstructionFormat.Encode(PimOperation.ReadOut, new CommandOperands { Operation = (byte)PimBuffer.Input, Register = (short)r })),
        ];
        DomainCore core = Loaded(_ => program);
        var host = new CountingHost(Model);
        Execute(core, host, "PIM_LOAD_INPUT", default);
        Execute(core, host, "PIM_LOAD_INPUT", default);
        for (int r = 0; r < 4; r++)
        {
            Execute(core, host, "PIM_READ_OUT", new CommandOperands { Unit = 3, Operation = (byte)PimBuffer.Accumulators });
        }

        Assert.Equal(2, host.Given);
        Assert.Equal([true, false, false, true], host.Got.Select(b => b.All(x => x == 0)));
    }

    /// <summary>One unit's cells are another's business only where the host asks for it.</summary>
    [Fact]
    public void A_unit_with_a_damaged_instruction_stays_behind_alone()
    {
        uint load = (uint)InstructionFormat.Encode(PimOperation.LoadInput, default);
        uint show = (uint)InstructionFormat.Encode(PimOperation.ReadOut, new CommandOperands { Operation = (byte)PimBuffer.Input });
        DomainCore core = Loaded(unit => [unit == 5 ? load ^ 4 : load, .. Enumerable.Repeat(show, 8)]);
        var host = new CountingHost(Model);
        Execute(core, host, "PIM_LOAD_INPUT", default);
        for (byte unit = 0; unit < 8; unit++)
        {
            Execute(core, host, "PIM_READ_OUT", new CommandOperands { Unit = unit, Operation = (byte)PimBuffer.Input });
        }

        Assert.Equal(Enumerable.Range(0, 8).Select(u => u == 5), host.Got.Select(b => b.All(x => x == 0)));
    }

    /// <summary>Noise in the store, and any command: never a fault, the same read-outs every time, and a column for every access.</summary>
    [Fact]
    public void Any_store_answers_any_command() => Gen.UInt.ForEach(60, seed =>
    {
        byte[][] first = Run(seed);
        Assert.Equal(first, Run(seed));
    });

    [Fact]
    public void A_store_that_cannot_say_it_keeps_the_model_s_hash()
    {
        string hash = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1"]).Hash;
        Assert.Equal(hash, DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "unit.sequencer=host"]).Hash);
        Assert.False(string.Equals(hash, Model.Hash, StringComparison.Ordinal));
    }

    private static byte[][] Run(uint seed)
    {
        var random = new PhiloxStream(seed, 3);
        DomainCore core = Loaded(unit => InstructionSequencerTests.Noise((seed * 8) + (uint)unit));
        var host = new CountingHost(Model);
        for (int i = 0; i < 200; i++)
        {
            CommandSpec trigger = Model.Standard.Commands[Triggers[random.NextInt(Triggers.Length)]];
            Execute(core, host, trigger.Name, new CommandOperands
            {
                Operation = trigger.Operation == PimOperation.VectorDivide ? (byte)VectorOperation.Divide : (byte)0,
                Unit = (byte)random.NextInt(8),
                Parity = (byte)random.NextInt(2),
                Column = (short)random.NextInt(32),
            });
        }

        return [.. host.Got];
    }

    /// <summary>All-bank mode, the program of each unit in its store, row 9 open.</summary>
    private static DomainCore Loaded(Func<int, uint[]> program)
    {
        var core = new DomainCore(Model, 0, 1);
        for (int unit = 0; unit < 8; unit++)
        {
            foreach ((int column, uint[] part) in program(unit).Chunk(8).Index())
            {
                ulong[] words = new ulong[4];
                for (int i = 0; i < part.Length; i++)
                {
                    words[i / 2] |= (ulong)part[i] << (i % 2 * 32);
                }

                core.Cells.Write(new RowAddress((unit * 2) + 1, 7), column, words);
            }
        }

        for (int column = program(0).Chunk(8).Count(); column < 4; column++)
        {
            for (int unit = 0; unit < 8; unit++)
            {
                core.Cells.Write(new RowAddress((unit * 2) + 1, 7), column, new ulong[4]);
            }
        }

        var host = new CountingHost(Model);
        Execute(core, host, "PIM_MODE", new CommandOperands { Operation = 1 });
        Execute(core, host, "ACTab", new CommandOperands { Row = 7 });
        for (int column = 0; column < 4; column++)
        {
            Execute(core, host, "PIM_LOAD_PROGRAM", new CommandOperands { Parity = 1, Column = (short)column, Entry = (short)(column * 8) });
        }

        Execute(core, host, "PREab", default);
        Execute(core, host, "ACTab", new CommandOperands { Row = 9 });
        return core;
    }

    private static void Execute(DomainCore core, IHostPort host, string command, CommandOperands operands)
    {
        if (string.Equals(command, "PIM_VECTOR_ROW", StringComparison.Ordinal))
        {
            operands.Operation = (byte)VectorOperation.LoadRow;
        }
        else if (string.Equals(command, "PIM_VECTOR", StringComparison.Ordinal))
        {
            operands.Operation = (byte)VectorOperation.Add;
        }

        core.Execute(new TimedCommand(0, (short)Model.Standard.FindCommand(command), 0, 0, 0, operands), host);
    }
}
