using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class FourMaximaTests
{
    [Fact]
    public void Raises_each_of_four_numbers_and_no_other() =>
        Gen.Select(Gen.Long[-1000, 1000].Array[9], Gen.Long[long.MinValue / 4, 1000].Array[9], Gen.Long[-1000, 1000], Gen.Int[0, 5], Gen.Int[0, 5])
        .Select((t, a, o, at, from) => (t, a, o, at, from)).ForEach(200, v =>
        {
            long[] expected = [.. v.t.Select((x, i) => i >= v.at && i < v.at + 4 ? Math.Max(x, v.o + v.a[v.from + i - v.at]) : x)];
            FourMaxima.Raise(v.t, v.at, v.a, v.from, v.o);
            Assert.Equal(expected, v.t);
        });

    [Fact]
    public void Fewer_than_four_are_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => FourMaxima.Raise(new long[5], 2, new long[5], 0, 0));
}
