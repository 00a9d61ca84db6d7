using CsCheck;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Loop counters without a cursor against the cursor.</summary>
public sealed class LoopWalkTests
{
    [Fact]
    public void WalksAsTheCursorDoes() => Gen.UInt[0, 1_000_000].ForEach(
        100,
        seed =>
        {
            PimProgram program = Write(new PCG(seed, 6));
            var loops = new LoopWalk(program);
            var cursor = new ProgramCursor(program);
            Pass(ref cursor);
            int[] expected = new int[PimProgram.MaxDepth];
            cursor.CopyCounters(loops.Counters);
            var ways = new Dictionary<(int Position, ulong Path), int>();
            while (!cursor.AtEnd)
            {
                int position = cursor.Position;
                (int depth, int limit) = loops.Inner(position);
                var node = new StepNode { Position = position, LoopDepth = (byte)depth, LoopLimit = limit };
                int[] before = loops.Counters.ToArray();
                ulong path = loops.Advance(node);
                int[] after = loops.Counters.ToArray();
                loops.TakeBack(node, path);
                Assert.Equal(before, loops.Counters.ToArray());
                Assert.Equal(path, loops.Advance(node));

                cursor.Advance();
                Pass(ref cursor);
                cursor.CopyCounters(expected);
                Assert.Equal(expected, after);

                // Equal ways lead to the same place.
                Assert.NotEqual(LoopWalk.Unknown, path);
                ways.TryAdd((position, path), cursor.Position);
                Assert.Equal(ways[(position, path)], cursor.Position);
            }
        },
        seed: 25);

    [Fact]
    public void AWayOfTooManyEndsIsUnknown()
    {
        var builder = new ProgramBuilder(1);
        builder.Loop(2, () =>
        {
            builder.Command(0, default);
            builder.Loop(100, () => builder.Loop(0, () => builder.Command(1, default)));
        });
        var loops = new LoopWalk(builder.Build());

        Assert.Equal(LoopWalk.Unknown, loops.Advance(new StepNode { Position = 1 }));
        Assert.Equal((1, true), (loops.Counters[0], loops.OuterIteration));
    }

    private static PimProgram Write(PCG random)
    {
        var builder = new ProgramBuilder(1);
        Write(builder, random, 0);
        return builder.Build();
    }

    private static void Write(ProgramBuilder builder, PCG random, int depth)
    {
        for (int n = 1 + (int)random.Next(3); n > 0; n--)
        {
            switch (depth < 4 ? random.Next(5) : 0)
            {
                case 0 or 1:
                    builder.Command((int)random.Next(3), default);
                    break;
                case 2:
                    builder.Mark();
                    break;
                default:
                    builder.Loop((int)random.Next(5), () => Write(builder, random, depth + 1));
                    break;
            }
        }
    }

    private static void Pass(ref ProgramCursor cursor)
    {
        while (!cursor.AtEnd && cursor.Current.Opcode != ProgramOpcode.Command)
        {
            cursor.Advance();
        }
    }
}
