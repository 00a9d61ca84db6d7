using PimSim.Core;
using PimSim.Models;

namespace PimSim.Device;

/// <summary>
/// Instructions of a unit's store, in entries of 32 bits, the low one first:
/// <code>
/// bits  0- 4 opcode
///       5-10 operation          LoopBegin:     5-31 iterations
///      11-19 register           Step:          5- 6 field (register, accumulator, entry, bit)
///      20-28 count                             7- 9 loop, 0 the innermost
///      29-37 accumulator, groups              10-31 step, two's complement
///      38-46 entry              SecondStride:  5-12 groups of the next instruction
///      47-55 bit
///      56-63 stride
/// </code>
/// Loads of input registers, write-backs, read-outs and clears need no more than the first 32 bits and take one entry. Addresses (row, column,
/// bank, unit) are no part of an instruction: they come with the command.
/// </summary>
public static class InstructionFormat
{
    /// <summary>Bits of an entry.</summary>
    public const int EntryBits = 32;

    /// <summary>Largest register, count, accumulator, entry or bit.</summary>
    public const int MaxField = 511;

    /// <summary>Largest stride.</summary>
    public const int MaxStride = 255;

    /// <summary>Largest operation.</summary>
    public const int MaxOperation = 63;

    /// <summary>Largest number of iterations.</summary>
    public const int MaxIterations = (1 << 27) - 1;

    /// <summary>Largest step, to both sides.</summary>
    public const int MaxStep = (1 << 21) - 1;

    /// <summary>Loops that may be open.</summary>
    public const int Loops = 8;

    /// <summary>Operands that can step, as numbered in a step.</summary>
    public static IReadOnlyList<OperandField> SteppedFields { get; } = [OperandField.Register, OperandField.Accumulator, OperandField.Entry, OperandField.Bit];

    /// <summary>Entries of an instruction that does <paramref name="operation"/>, <see cref="SecondStride"/> included where it needs one.</summary>
    public static int Entries(PimOperation operation, in CommandOperands o) =>
        (IsShort(operation) ? 1 : 2) + (HasSecondStride(operation, o) ? 1 : 0);

    /// <summary>True when the operands have a second stride, for which the instruction itself has no room.</summary>
    public static bool HasSecondStride(PimOperation operation, in CommandOperands o) => operation != PimOperation.Pool && o.Groups != 0;

    /// <summary>True when an instruction that does <paramref name="operation"/> takes no more than 32 bits.</summary>
    public static bool IsShort(PimOperation operation) => IsShort(Opcode(operation));

    /// <summary>True when nothing but the first entry is used.</summary>
    public static bool IsShort(SequencerOpcode opcode) => opcode is not (
        SequencerOpcode.LoadThreshold or SequencerOpcode.XnorAccumulate or SequencerOpcode.Threshold or SequencerOpcode.Pool or
        SequencerOpcode.Pack or SequencerOpcode.Vector or SequencerOpcode.VectorRow or SequencerOpcode.VectorDivide);

    /// <summary>An instruction; operands are within their fields.</summary>
    public static ulong Encode(PimOperation operation, in CommandOperands o)
    {
        SequencerOpcode opcode = Opcode(operation);
        ulong first = (ulong)opcode | ((ulong)o.Operation << 5) | ((ulong)o.Register << 11) | ((ulong)o.Count << 20);
        return IsShort(opcode)
            ? first
            : first | ((ulong)(operation == PimOperation.Pool ? o.Groups : o.Accumulator) << 29) | ((ulong)o.Entry << 38) | ((ulong)o.Bit << 47) | ((ulong)o.Stride << 56);
    }

    /// <summary>What begins a loop.</summary>
    public static uint LoopBegin(int iterations) => (uint)SequencerOpcode.LoopBegin | ((uint)iterations << 5);

    /// <summary>What ends one.</summary>
    public static uint LoopEnd() => (uint)SequencerOpcode.LoopEnd;

    /// <summary>A step of operand number <paramref name="field"/> with the loop <paramref name="up"/> levels above the innermost.</summary>
    public static uint Step(int field, int up, int step) => (uint)SequencerOpcode.Step | ((uint)field << 5) | ((uint)up << 7) | ((uint)step << 10);

    /// <summary>The second source of the next instruction steps by <paramref name="groups"/>.</summary>
    public static uint SecondStride(int groups) => (uint)SequencerOpcode.SecondStride | ((uint)groups << 5);

    /// <summary>The opcode in an entry; may be one that does not exist.</summary>
    public static SequencerOpcode Opcode(uint entry) => (SequencerOpcode)(entry & 0x1F);

    /// <summary>The operation of an opcode, or <see cref="PimOperation.None"/>.</summary>
    public static PimOperation Operation(SequencerOpcode opcode) => opcode switch
    {
        SequencerOpcode.LoadInput => PimOperation.LoadInput,
        SequencerOpcode.LoadInputRow => PimOperation.LoadInputRow,
        SequencerOpcode.LoadThreshold => PimOperation.LoadThreshold,
        SequencerOpcode.XnorAccumulate => PimOperation.XnorAccumulate,
        SequencerOpcode.Threshold => PimOperation.Threshold,
        SequencerOpcode.Pool => PimOperation.Pool,
        SequencerOpcode.Pack => PimOperation.Pack,
        SequencerOpcode.Vector => PimOperation.Vector,
        SequencerOpcode.VectorRow => PimOperation.VectorRow,
        SequencerOpcode.WriteBack => PimOperation.WriteBack,
        SequencerOpcode.ReadOut => PimOperation.ReadOut,
        SequencerOpcode.Clear => PimOperation.Clear,
        SequencerOpcode.VectorDivide => PimOperation.VectorDivide,
        _ => PimOperation.None,
    };

    /// <summary>Operands of an instruction, stepped; adders are as wide as the fields.</summary>
    internal static CommandOperands Operands(ulong instruction, SequencerOpcode opcode, ReadOnlySpan<int> steps, byte secondStride)
    {
        short accumulator = Field(instruction, 29, steps[1]);
        bool pool = opcode == SequencerOpcode.Pool;
        return new CommandOperands
        {
            Operation = (byte)((instruction >> 5) & MaxOperation),
            Register = Field(instruction, 11, steps[0]),
            Count = Field(instruction, 20, 0),
            Accumulator = pool ? (short)0 : accumulator,
            Groups = pool ? (byte)accumulator : secondStride,
            Entry = Field(instruction, 38, steps[2]),
            Bit = Field(instruction, 47, steps[3]),
            Stride = (short)(instruction >> 56),
        };
    }

    private static short Field(ulong instruction, int shift, int step) => (short)(((int)((instruction >> shift) & MaxField) + step) & MaxField);

    private static SequencerOpcode Opcode(PimOperation operation)
    {
        for (var opcode = SequencerOpcode.LoadInput; opcode <= SequencerOpcode.VectorDivide; opcode++)
        {
            if (Operation(opcode) == operation)
            {
                return opcode;
            }
        }

        throw new InternalErrorException($"{operation} is no instruction");
    }
}
