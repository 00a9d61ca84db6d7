using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

/// <summary>The least key against the formula of its documentation, worked out with big numbers.</summary>
public sealed class LeastKeyTests
{
    private const int Shift = 47;
    private const int Rows = 4;

    [Fact]
    public void Is_the_least_of_all_keys_and_the_same_as_the_scalar_twins() =>
        Gen.Select(Gen.Int[0, 2].Select(n => new[] { 4, 8, 3 }[n]), Gen.Int[0, 7], Gen.Long[0, 10_000].Array[40], Gen.Long[0, 9_000].Array[4 * Rows], Gen.Long[0, 9_000].Array[8], Gen.UInt.Array[40], Gen.Long[0, 9_000])
        .Select((perRow, first, own, rows, floors, random, now) => (perRow, first, own, rows, floors, random, now)).ForEach(500, v =>
        {
            int count = Rows * v.perRow;
            int[] columns = [.. v.random.Select(r => (int)(r & 3))];
            long[] rest = [.. v.random.Select((r, i) => r % 5 == 0 ? long.MaxValue : ((long)r << 6) | (uint)i)];
            long[] selectors = [.. columns.Select(LeastKey.Selector)];
            long[] all = [v.now, v.floors[4], v.floors[5], v.floors[6], v.floors[7]];
            long[] high = [.. all.Skip(1).Select(f => Math.Max(f, v.now))];
            var expected = (UInt128)long.MaxValue;
            for (int i = 0; i < count; i++)
            {
                long shared = new[] { v.rows[(i / v.perRow * 4) + columns[v.first + i]], v.floors[columns[v.first + i]], high[columns[v.first + i]] }.Max();
                UInt128 key = ((UInt128)(Math.Max(v.own[v.first + i], shared) - v.now) << Shift) | (UInt128)rest[v.first + i];
                expected = key < expected ? key : expected;
            }

            Assert.Equal(
                (long)expected, LeastKey.Of(v.own, rest, selectors, v.first, count, v.rows, v.perRow, v.floors.AsSpan(0, 4), high[0], high[1], high[2], high[3], v.now, Shift));
            Assert.Equal((long)expected, LeastKey.OneByOne(v.own, rest, selectors, v.first, count, v.rows, v.perRow, v.floors.AsSpan(0, 4), high, v.now, Shift));
        });

    [Fact]
    public void Is_none_when_all_are_left_out() =>
        Assert.Equal(long.MaxValue, LeastKey.Of(new long[4], [long.MaxValue, long.MaxValue, long.MaxValue, long.MaxValue], new long[4], 0, 4, new long[4], 4, new long[4], 0, 0, 0, 0, 0, Shift));
}
