using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver;

/// <summary>What the units of a domain do in a program, in its order: the commands that trigger instructions, and the loops around them.</summary>
internal static class InstructionStream
{
    /// <summary>Reads <paramref name="program"/>; repetitions become loops.</summary>
    public static IReadOnlyList<StreamNode> Of(PimProgram program, MemoryStandard standard, int capacity)
    {
        int position = 0;
        return Read(program.InstructionList, standard, capacity, 0, ref position);
    }

    private static IReadOnlyList<StreamNode> Read(IReadOnlyList<ProgramInstruction> program, MemoryStandard standard, int capacity, int depth, ref int position)
    {
        var nodes = new List<StreamNode>();
        for (; position < program.Count && program[position].Opcode != ProgramOpcode.LoopEnd; position++)
        {
            ProgramInstruction i = program[position];
            int first = position;
            if (i.Opcode == ProgramOpcode.LoopBegin)
            {
                position++;
                IReadOnlyList<StreamNode> body = Read(program, standard, capacity, depth + 1, ref position);
                if (i.Number > 0 && body.Count > 0)
                {
                    nodes.Add(new StreamLoop(first, i.Number, [.. body], InProgram: true));
                }
            }
            else if (i.Opcode == ProgramOpcode.Command && UnitAccess.IsTrigger(standard.Commands[i.Command].Operation))
            {
                nodes.Add(Instruction(first, standard.Commands[i.Command], i, depth));
            }
        }

        return StreamFolding.Fold(nodes, depth, capacity);
    }

    private static StreamInstruction Instruction(int position, CommandSpec c, ProgramInstruction i, int depth)
    {
        CommandOperands o = i.Operands;
        var kept = new CommandOperands
        {
            Operation = o.Operation,
            Groups = o.Groups,
            Count = o.Count,
            Register = o.Register,
            Accumulator = o.Accumulator,
            Entry = o.Entry,
            Bit = o.Bit,
            Stride = o.Stride,
        };
        Require(c, "operation", o.Operation, InstructionFormat.MaxOperation);
        Require(c, "count", o.Count, InstructionFormat.MaxField);
        Require(c, "stride", o.Stride, InstructionFormat.MaxStride);
        StreamStep[] steps = [.. i.Strides
            .Where(s => s.Step != 0 && InstructionFormat.SteppedFields.Contains(s.Field))
            .Select(s => new StreamStep(depth - 1 - s.Depth, s.Field, s.Step))];
        return new StreamInstruction(position, c.Operation, kept, steps);
    }

    /// <exception cref="UserErrorException">PIM0491: an operand that no instruction holds.</exception>
    internal static void Require(CommandSpec c, string operand, int value, int most)
    {
        if (value < 0 || value > most)
        {
            throw new UserErrorException(
                "PIM0491",
                $"{c.Name} has {operand} {value}; an instruction of the unit's store holds 0 to {most}",
                null,
                "set unit.sequencer to host, or give the unit fewer registers, accumulators, entries or lanes");
        }
    }
}
