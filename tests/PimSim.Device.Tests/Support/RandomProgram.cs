using CsCheck;
using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>
/// Makes legal programs: rounds of plain memory traffic and, on a device with units, of near-bank work with loops, strides, barriers and marks.
/// Operands stay inside the units, so that cores can execute them.
/// </summary>
internal sealed class RandomProgram
{
    private readonly DeviceModel model;
    private readonly PCG random;
    private readonly ProgramBuilder builder;
    private readonly int layers;
    private readonly int barriers;
    private readonly int repeats;

    private RandomProgram(DeviceModel model, uint seed, int layers, int barriers, int repeats)
    {
        this.repeats = repeats;
        this.model = model;
        this.layers = layers;
        this.barriers = barriers;
        random = new PCG(seed, 77);
        builder = new ProgramBuilder(layers);
    }

    /// <param name="model">The device.</param>
    /// <param name="seed">Everything follows from it.</param>
    /// <param name="rounds">How long the program is.</param>
    /// <param name="barriers">0 for none, 1 for some.</param>
    /// <param name="repeats">How much longer each round's loop is.</param>
    /// <param name="iterations">How often all rounds are repeated.</param>
    public static PimProgram Create(DeviceModel model, uint seed, int rounds, int barriers = 1, int repeats = 1, int iterations = 1)
    {
        var maker = new RandomProgram(model, seed, 3, barriers, repeats);
        maker.builder.Loop(iterations, () =>
        {
            for (int r = 0; r < rounds; r++)
            {
                maker.Round();
            }
        });

        return maker.builder.Build();
    }

    private void Round()
    {
        builder.SetLayer(Pick(layers));
        builder.Loop(Pick(4) * repeats, Pick(2) == 0 || model.Unit is null ? PlainBlock : AllBankBlock);
        if (Pick(3) < barriers)
        {
            builder.Barrier(Pick(2) * Pick(5000));
        }

        if (Pick(4) == 0)
        {
            builder.Mark();
        }
    }

    private void PlainBlock()
    {
        short[] banks = [.. Enumerable.Range(0, 1 + Pick(6)).Select(_ => (short)Pick(model.Organization.Banks)).Distinct()];
        foreach (short b in banks)
        {
            Add("ACT", new CommandOperands { Bank = b, Row = Pick(1000) }, new OperandStride(0, OperandField.Row, 3));
        }

        builder.Loop(1 + Pick(8), () =>
        {
            foreach (short b in banks)
            {
                Add(Pick(2) == 0 ? "RD" : "WR", new CommandOperands { Bank = b, Column = (short)Pick(8) }, new OperandStride(builder.Depth, OperandField.Column, 2));
            }
        });
        bool each = Pick(2) == 0;
        foreach (short b in banks)
        {
            switch (each ? Pick(3) : 3)
            {
                case 0:
                    Add("PREpb", new CommandOperands { Bank = b });
                    break;
                case 1:
                    Add("RDA", new CommandOperands { Bank = b });
                    break;
                case 2:
                    Add("WRA", new CommandOperands { Bank = b });
                    break;
                default:
                    break;
            }
        }

        if (!each)
        {
            Add("PREab", default);
        }
    }

    private void AllBankBlock()
    {
        Add("PIM_MODE", new CommandOperands { Operation = 1 });
        builder.Loop(1 + Pick(3), () =>
        {
            UnitWork(rows: false);
            Add("ACTab", new CommandOperands { Row = Pick(1000) }, new OperandStride(builder.Depth, OperandField.Row, 1));
            UnitWork(rows: true);
            UnitWork(rows: true);
            Add("PREab", default);
            UnitWork(rows: false);
        });
        Add("PIM_MODE", default);
    }

    private void UnitWork(bool rows)
    {
        ProcessingUnitModel u = model.Unit!;
        for (int i = Pick(5); i > 0; i--)
        {
            short column = (short)Pick(4);
            byte parity = (byte)Pick(u.BanksPerUnit);
            switch (Pick(rows ? 13 : 8))
            {
                case 0:
                    builder.Loop(1 + Pick(4), () => Add("PIM_LOAD_INPUT", new CommandOperands { Register = (short)Pick(4) }, new OperandStride(builder.Depth, OperandField.Register, 1)));
                    break;
                case 1:
                    Add("PIM_THRESHOLD", new CommandOperands { Count = (short)(1 + Pick(60)), Stride = 1, Accumulator = (short)Pick(60), Entry = (short)Pick(100) });
                    break;
                case 2:
                    Add("PIM_POOL", new CommandOperands { Count = (short)(1 + Pick(14)), Groups = 3, Stride = 10, Register = 4 });
                    break;
                case 3:
                    Add("PIM_PACK", new CommandOperands { Count = (short)(1 + Pick(8)) });
                    break;
                case 4:
                    Vector(VectorOperation.Add, column, parity);
                    break;
                case 5:
                    builder.Loop(1 + Pick(3), () => Add("PIM_READ_OUT", new CommandOperands { Operation = (byte)Pick(4) }, new OperandStride(builder.Depth, OperandField.Unit, 1)));
                    break;
                case 6:
                    Add("PIM_CLEAR", new CommandOperands { Operation = (byte)Pick(4) });
                    break;
                case 7:
                    Vector(VectorOperation.LoadInput, column, parity);
                    break;
                case 8:
                    Vector(VectorOperation.FusedMultiplyAdd, column, parity);
                    break;
                case 9:
                    Add(Pick(2) == 0 ? "PIM_LOAD_THRESHOLD" : "PIM_LOAD_PROGRAM", new CommandOperands { Column = column, Parity = parity });
                    break;
                case 10:
                    Add("PIM_WRITE_BACK", new CommandOperands { Column = column, Parity = parity, Operation = (byte)Pick(4) });
                    break;
                case 11:
                    Add("PIM_LOAD_INPUT_ROW", new CommandOperands { Column = column, Parity = parity, Register = (short)Pick(8) });
                    break;
                default:
                    builder.Loop(1 + Pick(6), () => Add(
                        "PIM_XNOR_ACC",
                        new CommandOperands { Column = column, Parity = parity, Count = (short)(1 + Pick(8)) },
                        new OperandStride(builder.Depth, OperandField.Column, 1),
                        new OperandStride(builder.Depth, OperandField.Accumulator, 8)));
                    break;
            }
        }
    }

    private void Vector(VectorOperation operation, short column, byte parity) => Add(
        "PIM_VECTOR",
        new CommandOperands { Operation = (byte)operation, Column = column, Parity = parity, Count = (short)(1 + Pick(4)), Accumulator = (short)Pick(8) });

    private int Pick(int below) => (int)random.Next((uint)below);

    private void Add(string command, in CommandOperands operands, params OperandStride[] strides) => builder.Command(model.Id(command), operands, strides);
}
