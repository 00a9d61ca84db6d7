using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Counting, thresholds, pooling and packing against plain integers.</summary>
public sealed class ProcessingUnitTests
{
    private static readonly ProcessingUnitModel Model = TestModels.Hbm2.Unit!;

    [Fact]
    public void MismatchesAreCountedBitByBit() => Gen.UInt.ForEach(50, seed =>
    {
        var random = new PCG(seed % 1_000_000, 2);
        var unit = new ProcessingUnit(Model);
        ulong[][] registers = [.. Enumerable.Range(0, Model.InputRegisters).Select(_ => Word(random))];
        Load(unit, registers);
        int[] expected = new int[Model.Accumulators];
        for (int step = 0; step < 10; step++)
        {
            ulong[] column = Word(random);
            var o = new CommandOperands { Operation = (byte)random.Next(4), Register = (short)random.Next(4), Count = (short)random.Next(5), Accumulator = (short)random.Next(100) };
            unit.XnorAccumulate(column, o);
            for (int i = 0; i < o.Count; i++)
            {
                expected[o.Accumulator + i] += Enumerable.Range(0, 256).Count(b => Bit(column, b) != Bit(registers[o.Register + i], b)) << o.Operation;
            }
        }

        Assert.Equal(expected, Accumulators(unit));
    });

    [Theory]
    [InlineData(AccumulatorOverflow.Wrap, 9, 512 - 512)]
    [InlineData(AccumulatorOverflow.Saturate, 9, 511)]
    [InlineData(AccumulatorOverflow.Wrap, 10, 512)]
    [InlineData(AccumulatorOverflow.Error, 10, 512)]
    [InlineData(AccumulatorOverflow.Error, 16, 512)]
    [InlineData(AccumulatorOverflow.Error, 31, 512)]
    [InlineData(AccumulatorOverflow.Error, 32, 512)]
    public void CounterRunsOverAsTheModelSays(AccumulatorOverflow overflow, int bits, int expected)
    {
        var unit = new ProcessingUnit(Model with { Overflow = overflow, AccumulatorBits = bits });
        CountAll(unit);
        Assert.Equal(256, Accumulators(unit)[0]);
        CountAll(unit);
        Assert.Equal(expected, Accumulators(unit)[0]);
    }

    [Fact]
    public void OverflowIsABugWhereTheModelForbidsIt()
    {
        var unit = new ProcessingUnit(Model with { Overflow = AccumulatorOverflow.Error, AccumulatorBits = 9 });
        CountAll(unit);
        Assert.Throws<InternalErrorException>(() => CountAll(unit));
    }

    [Fact]
    public void ThresholdsDecideBothWaysAndWithNegativeLimits() => Gen.UInt.ForEach(50, seed =>
    {
        var random = new PCG(seed % 1_000_000, 3);
        (ProcessingUnit unit, int[] counts, ThresholdEntry[] entries) = Prepare(random);
        var o = new CommandOperands { Accumulator = (short)random.Next(3), Stride = (short)random.Next(3), Entry = (short)random.Next(8), Bit = (short)random.Next(200), Count = 3 };

        unit.Threshold(o);

        for (int i = 0; i < o.Count; i++)
        {
            ThresholdEntry e = entries[o.Entry + i];
            int m = counts[o.Accumulator + (i * o.Stride)];
            bool plus = e.Direction ? m >= e.Limit : m <= e.Limit;
            Assert.Equal(!plus, Bit(Output(unit), o.Bit + i));
        }
    });

    [Fact]
    public void PoolingAfterThresholdsIsIntegerMaximumThenThreshold() => Gen.UInt.ForEach(400, seed =>
    {
        const int Channels = 2;
        const int Groups = 4;
        var random = new PCG(seed % 1_000_000, 4);
        (ProcessingUnit unit, int[] counts, ThresholdEntry[] entries) = Prepare(random);
        short entry = (short)random.Next(8);
        for (int g = 0; g < Groups; g++)
        {
            unit.Threshold(new CommandOperands { Accumulator = (short)(g * Channels), Stride = 1, Entry = entry, Bit = (short)(g * Channels), Count = Channels });
        }

        // All at once, and in two steps of which the second takes the first's result as one more source.
        unit.Pool(new CommandOperands { Groups = Groups, Stride = Channels, Entry = entry, Bit = 100, Count = Channels });
        unit.Pool(new CommandOperands { Groups = 1, Stride = Channels, Entry = entry, Bit = 120, Count = Channels });
        unit.Pool(new CommandOperands { Operation = (byte)PoolOperation.Combine, Register = Channels, Groups = Groups - 1, Stride = Channels, Entry = entry, Bit = 120, Count = Channels });

        for (int c = 0; c < Channels; c++)
        {
            // dot = K - 2m: the greatest dot has the fewest mismatches.
            int fewest = Enumerable.Range(0, Groups).Min(g => counts[(g * Channels) + c]);
            ThresholdEntry e = entries[entry + c];
            bool plus = e.Direction ? fewest >= e.Limit : fewest <= e.Limit;
            Assert.Equal(!plus, Bit(Output(unit), 100 + c));
            Assert.Equal(!plus, Bit(Output(unit), 120 + c));
        }
    });

    [Theory]
    [InlineData(PoolOperation.None)]
    [InlineData(PoolOperation.Combine)]
    [InlineData(PoolOperation.IgnoreDirection)]
    [InlineData(PoolOperation.Combine | PoolOperation.IgnoreDirection)]
    public void PoolIsOrOrAndOfBits(PoolOperation operation) => Gen.UInt.ForEach(100, seed =>
    {
        var random = new PCG(seed % 1_000_000, 5);
        (ProcessingUnit unit, _, ThresholdEntry[] entries) = Prepare(random);
        for (int i = 0; i < 24; i++)
        {
            unit.Threshold(new CommandOperands { Accumulator = (short)random.Next(8), Entry = (short)random.Next(12), Bit = (short)i, Count = 1 });
        }

        ulong[] before = Output(unit);
        var o = new CommandOperands { Operation = (byte)operation, Register = (short)random.Next(6), Groups = (byte)(1 + random.Next(4)), Stride = 3, Count = 2, Entry = (short)random.Next(8), Bit = 20 };
        unit.Pool(o);

        for (int i = 0; i < o.Count; i++)
        {
            List<bool> bits = [.. Enumerable.Range(0, o.Groups).Select(g => Bit(before, o.Register + (g * 3) + i))];
            if (operation.HasFlag(PoolOperation.Combine))
            {
                bits.Add(Bit(before, o.Bit + i));
            }

            bool minusWins = entries[o.Entry + i].Direction && !operation.HasFlag(PoolOperation.IgnoreDirection);
            Assert.Equal(minusWins ? bits.Exists(b => b) : bits.TrueForAll(b => b), Bit(Output(unit), o.Bit + i));
        }
    });

    [Fact]
    public void PackTakesSignsAndZerosArePlus()
    {
        var unit = new ProcessingUnit(Model);
        float[] lanes = [1f, -1f, 0f, -0f, float.Epsilon, -float.Epsilon, float.NegativeInfinity, 5f];
        ulong[] column = [.. Enumerable.Range(0, 4).Select(i => BitConverter.SingleToUInt32Bits(lanes[2 * i]) | ((ulong)BitConverter.SingleToUInt32Bits(lanes[(2 * i) + 1]) << 32))];
        unit.Simd.Execute(new CommandOperands { Operation = (byte)VectorOperation.LoadRow, Count = 2, Accumulator = 3 }, column, []);

        unit.Pack(new CommandOperands { Register = 3, Count = 2, Bit = 60 });

        Assert.Equal(
            Enumerable.Range(0, 16).Select(i => i % 8 is 1 or 5 or 6),
            Enumerable.Range(0, 16).Select(i => Bit(Output(unit), 60 + i)));
    }

    [Fact]
    public void BuffersAreReadAndClearedByName()
    {
        var random = new PCG(5, 5);
        (ProcessingUnit unit, int[] counts, _) = Prepare(random);
        ulong[] word = new ulong[4];
        unit.Get(PimBuffer.Input, 2, word);
        Assert.Equal(unit.Inputs.Slice(8, 4).ToArray(), word);
        unit.Get(PimBuffer.Accumulators, 1, word);
        Assert.Equal([counts[1], counts[2], counts[3], counts[4]], Enumerable.Range(0, 4).Select(i => (int)(ushort)(word[0] >> (16 * i))));

        unit.Clear(new CommandOperands { Operation = (byte)PimBuffer.Accumulators, Register = 1, Count = 2 });
        Assert.Equal([counts[0], 0, 0, counts[3]], Accumulators(unit)[..4]);
        unit.Clear(new CommandOperands { Operation = (byte)PimBuffer.Accumulators });
        Assert.All(Accumulators(unit), a => Assert.Equal(0, a));

        unit.Threshold(new CommandOperands { Entry = 0, Count = 8 });
        unit.Clear(new CommandOperands { Operation = (byte)PimBuffer.Output });
        Assert.Equal(new ulong[4], Output(unit));
        unit.Clear(new CommandOperands { Operation = (byte)PimBuffer.Input });
        Assert.Equal(new ulong[32], unit.Inputs.ToArray());
    }

    [Fact]
    public void ProgramIsKeptFromItsEntryOn()
    {
        var unit = new ProcessingUnit(Model);
        unit.LoadProgram(28, [0x2_0000_0001, 0x4_0000_0003, 0x6_0000_0005, 0x8_0000_0007]);
        Assert.Equal([0u, 1u, 2u, 3u, 4u], unit.Sequencer.Store[27..].ToArray());
    }

    /// <summary>A unit with known mismatch counts 0 .. 256 in its first 8 accumulators and random thresholds in 16 entries.</summary>
    private static (ProcessingUnit Unit, int[] Counts, ThresholdEntry[] Entries) Prepare(PCG random)
    {
        var unit = new ProcessingUnit(Model);
        int[] counts = [.. Enumerable.Range(0, 8).Select(_ => (int)random.Next(257))];
        Load(unit, [.. counts.Select(c => Enumerable.Range(0, 4).Select(w => Ones(c - (w * 64))).ToArray())]);
        unit.XnorAccumulate(new ulong[4], new CommandOperands { Count = 8 });
        ThresholdEntry[] entries = [.. Enumerable.Range(0, 16).Select(_ => new ThresholdEntry((int)random.Next(300) - 20, random.Next(2) == 1))];
        for (int e = 0; e < entries.Length; e += 8)
        {
            unit.LoadThresholds(e, [.. Enumerable.Range(0, 4).Select(w => entries[e + (2 * w)].Encode() | ((ulong)entries[e + (2 * w) + 1].Encode() << 32))]);
        }

        return (unit, counts, entries);
    }

    private static ulong Ones(int count) => count <= 0 ? 0 : count >= 64 ? ulong.MaxValue : (1UL << count) - 1;

    private static void CountAll(ProcessingUnit unit) => unit.XnorAccumulate([ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, ulong.MaxValue], new CommandOperands { Count = 1 });

    private static void Load(ProcessingUnit unit, ulong[][] registers)
    {
        for (int r = 0; r < registers.Length; r++)
        {
            unit.LoadInput(r, registers[r]);
        }
    }

    private static int[] Accumulators(ProcessingUnit unit)
    {
        int[] values = new int[Model.Accumulators];
        ulong[] word = new ulong[4];
        for (int a = 0; a < values.Length; a++)
        {
            unit.Get(PimBuffer.Accumulators, a, word);
            values[a] = (ushort)word[0];
        }

        return values;
    }

    private static ulong[] Output(ProcessingUnit unit)
    {
        ulong[] word = new ulong[4];
        unit.Get(PimBuffer.Output, 0, word);
        return word;
    }

    private static bool Bit(ulong[] words, int bit) => ((words[bit / 64] >> (bit % 64)) & 1) != 0;

    private static ulong[] Word(PCG random) => [random.Next64(), random.Next64(), random.Next64(), random.Next64()];
}
