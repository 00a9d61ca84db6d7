using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>The SIMD operations of training, each on numbers that can be checked by hand.</summary>
public sealed class SourceOperationTests
{
    private static readonly ProcessingUnitModel Model = TestModels.Hbm2.Unit!;
    private readonly SimdUnit simd = new(Model);
    private readonly ulong[] inputs = new ulong[Model.InputRegisters * Model.LaneBits / 64];
    private ulong[] row = new ulong[Model.LaneBits / 64];

    [Theory]
    [InlineData(VectorOperation.Copy, 3f)]
    [InlineData(VectorOperation.AddSource, 13f)]
    [InlineData(VectorOperation.SubtractSource, 7f)]
    [InlineData(VectorOperation.SubtractFromSource, -7f)]
    [InlineData(VectorOperation.MultiplySource, 30f)]
    [InlineData(VectorOperation.MultiplyAddSources, 25f)]
    [InlineData(VectorOperation.ScaleAndShift, 35f)]
    [InlineData(VectorOperation.ClipSources, 5f)]
    [InlineData(VectorOperation.Divide, 10f / 3f)]
    public void CombinesRegisters(VectorOperation operation, float expected)
    {
        Fill(0, 10f);
        Fill(1, 3f);
        Fill(2, 5f);

        Do(new CommandOperands { Operation = (byte)operation, Count = 1, Register = 1, Entry = 2 });

        Assert.Equal(expected, simd.Lane(0, 7));
    }

    [Fact]
    public void SourcesStepOrStayOrAreElements()
    {
        Fill(0, 1f);
        Fill(1, 2f);
        Fill(4, 10f);
        Fill(6, 20f);
        SetElement(13, 0.5f);

        Do(new CommandOperands { Operation = (byte)VectorOperation.MultiplyAddSources, Count = 2, Register = 4, Stride = 2, Entry = CommandOperands.ElementSource + 13 });

        Assert.Equal(6f, simd.Lane(0, 3));
        Assert.Equal(12f, simd.Lane(1, 3));
    }

    [Theory]
    [InlineData(VectorComparison.AtLeast, false, true, true)]
    [InlineData(VectorComparison.AtMost, true, true, false)]
    [InlineData(VectorComparison.Above, false, false, true)]
    [InlineData(VectorComparison.Below, true, false, false)]
    [InlineData(VectorComparison.Within, false, true, false)]
    public void KeepComparesItsSources(VectorComparison comparison, bool below, bool equal, bool above)
    {
        Fill(2, 2f);
        foreach ((float s, bool keeps) in new[] { (-3f, below), (2f, equal), (2.5f, above) })
        {
            Fill(0, 7f);
            Fill(1, s);
            Do(new CommandOperands { Operation = (byte)VectorOperation.Keep, Count = 1, Register = 1, Entry = 2, Bit = (short)comparison });
            Assert.Equal(keeps ? 7f : 0f, simd.Lane(0, 5));
        }
    }

    [Fact]
    public void FirstMaximumKeepsItsPlace()
    {
        Fill(0, 4f);
        Fill(1, 4f);
        Fill(2, 6f);
        Fill(8, 0f);
        Do(new CommandOperands { Operation = (byte)VectorOperation.MaxPlace, Count = 1, Register = 1, Entry = 8, Bit = 1 });
        Assert.Equal((4f, 0f), (simd.Lane(0, 0), simd.Lane(8, 0)));
        Do(new CommandOperands { Operation = (byte)VectorOperation.MaxPlace, Count = 1, Register = 2, Entry = 8, Bit = 2 });
        Assert.Equal((6f, 2f), (simd.Lane(0, 0), simd.Lane(8, 0)));
        Fill(3, 9f);
        Do(new CommandOperands { Operation = (byte)VectorOperation.KeepPlace, Count = 1, Accumulator = 4, Register = 8, Entry = 3, Bit = 2 });
        Do(new CommandOperands { Operation = (byte)VectorOperation.KeepPlace, Count = 1, Accumulator = 5, Register = 8, Entry = 3, Bit = 1 });
        Assert.Equal((9f, 0f), (simd.Lane(4, 0), simd.Lane(5, 0)));
    }

    [Fact]
    public void LanesAreBroadcastAndCountsBecomeNumbers()
    {
        row[1] = BitConverter.SingleToUInt32Bits(2.5f);
        Do(new CommandOperands { Operation = (byte)VectorOperation.LoadRow, Count = 1 });
        Do(new CommandOperands { Operation = (byte)VectorOperation.BroadcastLane, Count = 1, Stride = 2 });
        Assert.All(Enumerable.Range(0, Model.SimdLanes), l => Assert.Equal(2.5f, simd.Lane(0, l)));
        uint[] counts = [.. Enumerable.Range(0, Model.Accumulators).Select(i => (uint)i * 3)];
        simd.Execute(new CommandOperands { Operation = (byte)VectorOperation.CountsToReal, Count = 2, Accumulator = 4, Register = 5, Stride = 8 }, row, inputs, counts);
        Assert.Equal(3f * (5 + (3 * 8) + 1), simd.Lane(5, 3));
    }

    [Fact]
    public void SignsAndTrueZerosMultiply()
    {
        row = [.. Enumerable.Repeat(((ulong)BitConverter.SingleToUInt32Bits(2f) << 32) | BitConverter.SingleToUInt32Bits(2f), row.Length)];
        inputs[0] = 0b10_01_00UL << 6;
        foreach ((short bit, float expected) in new (short, float)[] { (6, 3f), (8, -1f), (10, 1f) })
        {
            Fill(0, 1f);
            Do(new CommandOperands { Operation = (byte)VectorOperation.FusedMultiplyAddTernary, Count = 1, Bit = bit });
            Assert.Equal(expected, simd.Lane(0, 4));
        }

        SetElement(9, 4f);
        row = new ulong[row.Length];
        row[0] = 1UL << 35;
        Fill(0, 1f);
        Do(new CommandOperands { Operation = (byte)VectorOperation.FusedMultiplyAddRowSigns, Count = 1, Register = 9, Bit = 32 });
        Assert.Equal((5f, -3f), (simd.Lane(0, 2), simd.Lane(0, 3)));
    }

    [Fact]
    public void RootsAndDifferencesFromColumns()
    {
        Fill(0, 9f);
        Do(new CommandOperands { Operation = (byte)VectorOperation.SquareRoot, Count = 1 });
        Assert.Equal(3f, simd.Lane(0, 1));
        Do(new CommandOperands { Operation = (byte)VectorOperation.RowMinusSource, Count = 1, Accumulator = 1 });
        Assert.Equal(-3f, simd.Lane(1, 1));
    }

    private void Do(CommandOperands o) => simd.Execute(o, row, inputs);

    private void SetElement(int element, float value) =>
        inputs[element / 2] |= (ulong)BitConverter.SingleToUInt32Bits(value) << (element % 2 * 32);

    private void Fill(int register, float value)
    {
        ulong pair = ((ulong)BitConverter.SingleToUInt32Bits(value) << 32) | BitConverter.SingleToUInt32Bits(value);
        simd.Execute(new CommandOperands { Operation = (byte)VectorOperation.LoadRow, Count = 1, Accumulator = (short)register }, [.. Enumerable.Repeat(pair, row.Length)], []);
    }
}
