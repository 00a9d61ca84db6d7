using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>What a unit takes from its instruction store.</summary>
public sealed class InstructionSequencerTests
{
    private static readonly PimOperation[] Operations = [.. Enum.GetValues<PimOperation>().Where(UnitAccess.IsTrigger)];

    [Fact]
    public void Every_operation_comes_back_with_its_operands() => Gen.UInt.ForEach(200, seed =>
    {
        var random = new PhiloxStream(seed, 1);
        PimOperation operation = Operations[seed % Operations.Length];
        CommandOperands o = Operands(ref random, operation);
        ulong instruction = InstructionFormat.Encode(operation, o);
        uint[] entries = InstructionFormat.HasSecondStride(operation, o)
            ? [InstructionFormat.SecondStride(o.Groups), (uint)instruction, (uint)(instruction >> 32)]
            : [(uint)instruction, (uint)(instruction >> 32)];
        Assert.Equal(InstructionFormat.Entries(operation, o), entries.Length - (InstructionFormat.IsShort(operation) ? 1 : 0));
        InstructionSequencer sequencer = Loaded(entries);
        Assert.True(sequencer.Next(out PimOperation found, out CommandOperands operands));
        Assert.Equal((operation, o), (found, operands));
        Assert.False(sequencer.Next(out _, out _));
    });

    [Fact]
    public void Loops_repeat_and_operands_step_with_them()
    {
        ulong compare = InstructionFormat.Encode(PimOperation.XnorAccumulate, new CommandOperands { Register = 3, Count = 4, Accumulator = 500 });
        InstructionSequencer sequencer = Loaded(
            InstructionFormat.LoopBegin(2),
            (uint)InstructionFormat.Encode(PimOperation.Clear, default),
            InstructionFormat.LoopBegin(3),
            InstructionFormat.Step(1, 0, 4),
            InstructionFormat.Step(0, 1, -2),
            (uint)compare,
            (uint)(compare >> 32),
            InstructionFormat.LoopEnd(),
            InstructionFormat.LoopEnd());
        List<(PimOperation Operation, int Register, int Accumulator)> seen = [];
        while (sequencer.Next(out PimOperation operation, out CommandOperands o))
        {
            seen.Add((operation, o.Register, o.Accumulator));
        }

        (PimOperation, int, int) clear = (PimOperation.Clear, 0, 0);
        Assert.Equal(
            [
                clear, (PimOperation.XnorAccumulate, 3, 500), (PimOperation.XnorAccumulate, 3, 504), (PimOperation.XnorAccumulate, 3, 508),
                clear, (PimOperation.XnorAccumulate, 1, 500), (PimOperation.XnorAccumulate, 1, 504), (PimOperation.XnorAccumulate, 1, 508),
            ],
            seen);
    }

    [Fact]
    public void A_load_starts_over()
    {
        InstructionSequencer sequencer = Loaded((uint)InstructionFormat.Encode(PimOperation.Clear, default));
        Assert.True(sequencer.Next(out _, out _));
        Assert.False(sequencer.Next(out _, out _));
        sequencer.Load(4, [0, 0], 4);
        Assert.True(sequencer.Next(out PimOperation operation, out _));
        Assert.Equal(PimOperation.Clear, operation);
    }

    /// <summary>An unknown opcode does nothing once; a loop that ends nothing, one too many, and the end of the store end all.</summary>
    [Fact]
    public void What_is_no_program_ends()
    {
        uint clear = (uint)InstructionFormat.Encode(PimOperation.Clear, default);
        InstructionSequencer unknown = Loaded(31, clear);
        Assert.False(unknown.Next(out _, out _));
        Assert.True(unknown.Next(out _, out _));
        Assert.False(Loaded(InstructionFormat.LoopEnd(), clear).Next(out _, out _));
        Assert.False(Loaded(InstructionFormat.LoopBegin(InstructionFormat.MaxIterations), InstructionFormat.LoopEnd(), clear).Next(out _, out _));
        uint[] nine = [.. Enumerable.Repeat(InstructionFormat.LoopBegin(2), InstructionFormat.Loops + 1), clear];
        Assert.False(Loaded(nine).Next(out _, out _));
        Assert.True(Loaded(nine[1..]).Next(out _, out _));
    }

    /// <summary>Whatever the cells hold: an answer, the same every time, and every operand within its field.</summary>
    [Fact]
    public void Any_contents_give_an_answer() => Gen.UInt.ForEach(500, seed =>
    {
        uint[] entries = Noise(seed);
        (InstructionSequencer a, InstructionSequencer b) = (Loaded(entries), Loaded(entries));
        for (int i = 0; i < 100; i++)
        {
            bool some = a.Next(out PimOperation operation, out CommandOperands o);
            Assert.Equal(some, b.Next(out PimOperation same, out CommandOperands equal));
            Assert.Equal((operation, o), (same, equal));
            Assert.InRange(o.Register, 0, InstructionFormat.MaxField);
            Assert.InRange(o.Bit, 0, InstructionFormat.MaxField);
            Assert.InRange(o.Stride, 0, InstructionFormat.MaxStride);
        }
    });

    /// <summary>Half of the entries control loops and steps, so that they go deep.</summary>
    internal static uint[] Noise(uint seed)
    {
        var random = new PhiloxStream(seed, 2);
        uint[] entries = new uint[32];
        for (int i = 0; i < entries.Length; i++)
        {
            uint any = (uint)random.NextInt(int.MaxValue) * 2;
            entries[i] = random.NextInt(2) == 0 ? any : (any & ~0x1Fu) | (uint)random.NextInt((int)SequencerOpcode.SecondStride + 1);
        }

        return entries;
    }

    private static CommandOperands Operands(ref PhiloxStream random, PimOperation operation)
    {
        bool whole = !InstructionFormat.IsShort(operation);
        bool pool = operation == PimOperation.Pool;
        static int Any(ref PhiloxStream r, bool there, int most) => there ? r.NextInt(most + 1) : 0;
        return new CommandOperands
        {
            Operation = (byte)random.NextInt(InstructionFormat.MaxOperation + 1),
            Register = (short)random.NextInt(InstructionFormat.MaxField + 1),
            Count = (short)random.NextInt(InstructionFormat.MaxField + 1),
            Accumulator = (short)Any(ref random, whole && !pool, InstructionFormat.MaxField),
            Groups = (byte)Any(ref random, whole, byte.MaxValue),
            Entry = (short)Any(ref random, whole, InstructionFormat.MaxField),
            Bit = (short)Any(ref random, whole, InstructionFormat.MaxField),
            Stride = (short)Any(ref random, whole, InstructionFormat.MaxStride),
        };
    }

    private static InstructionSequencer Loaded(params uint[] entries)
    {
        var sequencer = new InstructionSequencer(32);
        ulong[] words = new ulong[(entries.Length + 1) / 2];
        for (int i = 0; i < entries.Length; i++)
        {
            words[i / 2] |= (ulong)entries[i] << (i % 2 * 32);
        }

        sequencer.Load(0, words, entries.Length);
        return sequencer;
    }
}
