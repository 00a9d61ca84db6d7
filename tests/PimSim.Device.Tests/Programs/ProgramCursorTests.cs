using CsCheck;
using PimSim.Core;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Programs as they are written against what a cursor walks through.</summary>
public sealed class ProgramCursorTests
{
    [Fact]
    public void LoopsRepeatAndStridesStep()
    {
        var builder = new ProgramBuilder(1);
        builder.Loop(2, () =>
        {
            builder.Command(1, new CommandOperands { Row = 10 }, new OperandStride(builder.Depth, OperandField.Row, 5));
            builder.Loop(3, () => builder.Command(
                2,
                new CommandOperands { Column = 1 },
                new OperandStride(0, OperandField.Column, 100),
                new OperandStride(builder.Depth, OperandField.Column, 2)));
        });
        builder.Command(3, default);

        Assert.Equal(
            [(1, 10, 0), (2, 0, 1), (2, 0, 3), (2, 0, 5), (1, 15, 0), (2, 0, 101), (2, 0, 103), (2, 0, 105), (3, 0, 0)],
            Walk(builder.Build()).Select(w => (w.Command, w.Operands.Row, (int)w.Operands.Column)));
    }

    [Fact]
    public void EveryFieldSteps()
    {
        foreach (OperandField field in Enum.GetValues<OperandField>())
        {
            var builder = new ProgramBuilder(1);
            builder.Loop(3, () => builder.Command(0, default, new OperandStride(0, field, 4)));

            int[] values = [.. Walk(builder.Build()).Select(w => Read(w.Operands, field))];

            Assert.Equal([0, 4, 8], values);
            Assert.All(Walk(builder.Build()), w => Assert.Equal(Read(w.Operands, field), Enum.GetValues<OperandField>().Sum(f => Read(w.Operands, f))));
        }
    }

    [Fact]
    public void StepsMayGoDown()
    {
        var builder = new ProgramBuilder(1);
        builder.Loop(3, () => builder.Command(0, new CommandOperands { Unit = 7, Bit = 20 }, new OperandStride(0, OperandField.Unit, -3), new OperandStride(0, OperandField.Bit, -10)));

        Assert.Equal([(7, 20), (4, 10), (1, 0)], Walk(builder.Build()).Select(w => ((int)w.Operands.Unit, (int)w.Operands.Bit)));
    }

    [Fact]
    public void LoopsOfZeroIterationsAreSkippedWithAllInside()
    {
        var builder = new ProgramBuilder(1);
        builder.Loop(0, () =>
        {
            builder.Command(1, default);
            builder.Loop(5, () => builder.Command(2, default));
        });
        builder.Loop(2, () => builder.Loop(0, () => builder.Command(3, default)));
        Assert.Empty(Walk(builder.Build()));

        builder.Command(4, default);
        Assert.Equal([4], Walk(builder.Build()).Select(w => w.Command));
    }

    [Fact]
    public void BarriersAndMarksAreStopsAndBarriersAreNumbered()
    {
        var builder = new ProgramBuilder(2);
        builder.SetLayer(1);
        builder.Barrier(9);
        builder.Mark();
        builder.Barrier();
        PimProgram program = builder.Build();
        var cursor = new ProgramCursor(program);

        Assert.Equal((ProgramOpcode.Barrier, 0, 1, 9L), (cursor.Current.Opcode, cursor.Current.Number, cursor.Current.Layer, cursor.Current.HostCycles));
        cursor.Advance();
        Assert.Equal(ProgramOpcode.Mark, cursor.Current.Opcode);
        cursor.Advance();
        Assert.Equal((ProgramOpcode.Barrier, 1), (cursor.Current.Opcode, cursor.Current.Number));
        cursor.Advance();
        Assert.True(cursor.AtEnd);
        Assert.Equal((3, 2), (program.InstructionList.Count, program.Layers));
    }

    [Fact]
    public void LoopsNestAsDeepAsTheLimitAndNoDeeper()
    {
        var builder = new ProgramBuilder(1);
        for (int d = 0; d < PimProgram.MaxDepth; d++)
        {
            builder.BeginLoop(2);
        }

        Assert.Equal(PimProgram.MaxDepth - 1, builder.Depth);
        Assert.Throws<InternalErrorException>(() => builder.BeginLoop(1));
        builder.Command(0, default, [.. Enumerable.Range(0, PimProgram.MaxDepth).Select(d => new OperandStride((byte)d, OperandField.Row, 1 << d))]);
        for (int d = 0; d < PimProgram.MaxDepth; d++)
        {
            builder.EndLoop();
        }

        Assert.Equal(Enumerable.Range(0, 256), Walk(builder.Build()).Select(w => w.Operands.Row).Order());
    }

    [Fact]
    public void UnfinishedProgramsAndMissingCommandsAreBugs()
    {
        var builder = new ProgramBuilder(1);
        Assert.Throws<InternalErrorException>(() => builder.Command(-1, default));
        builder.BeginLoop(1);
        Assert.Throws<InternalErrorException>(builder.Build);
    }

    [Fact]
    public void CursorWalksWhatNestedLoopsUnrollTo() =>
        Gen.UInt.ForEach(
            200,
            seed =>
            {
                var random = new PCG(seed % 100_000, 1);
                var builder = new ProgramBuilder(1);
                int next = 0;
                var items = new List<Func<int[], IEnumerable<int>>>();
                Write(builder, random, ref next, 0, items);
                Assert.Equal(items.SelectMany(i => i([])), Walk(builder.Build()).Select(w => w.Operands.Row));
            },
            seed: 3);

    /// <summary>Writes random loops; each item lists its rows by plain recursion over the counters outside it.</summary>
    private static void Write(ProgramBuilder builder, PCG random, ref int next, int depth, List<Func<int[], IEnumerable<int>>> items)
    {
        for (int n = (int)random.Next(4); n > 0; n--)
        {
            if (depth < 4 && random.Next(2) == 0)
            {
                int count = (int)random.Next(4);
                var inner = new List<Func<int[], IEnumerable<int>>>();
                builder.BeginLoop(count);
                Write(builder, random, ref next, depth + 1, inner);
                builder.EndLoop();
                items.Add(counters => Enumerable.Range(0, count).SelectMany(c => inner.SelectMany(i => i([.. counters, c]))));
            }
            else
            {
                int row = next++ * 10_000;
                int[] steps = [.. Enumerable.Range(0, depth).Select(_ => (int)random.Next(20))];
                builder.Command(0, new CommandOperands { Row = row }, [.. steps.Select((s, d) => new OperandStride((byte)d, OperandField.Row, s))]);
                items.Add(counters => [row + steps.Select((s, d) => s * counters[d]).Sum()]);
            }
        }
    }

    private static List<(int Command, CommandOperands Operands)> Walk(PimProgram program)
    {
        List<(int, CommandOperands)> seen = [];
        for (var cursor = new ProgramCursor(program); !cursor.AtEnd; cursor.Advance())
        {
            seen.Add((cursor.Current.Command, cursor.Operands));
        }

        return seen;
    }

    private static int Read(in CommandOperands o, OperandField field) => field switch
    {
        OperandField.Row => o.Row,
        OperandField.Bank => o.Bank,
        OperandField.Column => o.Column,
        OperandField.Parity => o.Parity,
        OperandField.Unit => o.Unit,
        OperandField.Register => o.Register,
        OperandField.Accumulator => o.Accumulator,
        OperandField.Entry => o.Entry,
        _ => o.Bit,
    };
}
