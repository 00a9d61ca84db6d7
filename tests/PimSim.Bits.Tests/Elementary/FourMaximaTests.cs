using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class FourMaximaTests
{
    [Fact]
    public void Raises_each_of_four_numbers_and_no_other() =>
        Gen.Select(Gen.Long[-1000, 1000].Array[6], Gen.Long[long.MinValue / 4, 1000].Array[6], Gen.Long[-1000, 1000]).Select((t, a, o) => (t, a, o)).ForEach(200, v =>
        {
            long[] expected = [.. v.t.Select((x, i) => i < 4 && v.o + v.a[i] > x ? v.o + v.a[i] : x)];
            FourMaxima.Raise(v.t, v.a, v.o);
            Assert.Equal(expected, v.t);
        });

    [Fact]
    public void Raises_rows_of_four_to_their_floors() =>
        Gen.Select(Gen.Long[-1000, 1000].Array[12], Gen.Long[-1000, 1000].Array[4], Gen.Long[-1000, 1000].Array[4]).Select((r, f, g) => (r, f, g)).ForEach(200, v =>
        {
            long[] expected = [.. v.r.Select((x, i) => new[] { x, v.f[i % 4], v.g[i % 4] }.Max())];
            long[] target = new long[12];
            FourMaxima.OfRows(target, v.r, v.f, v.g[0], v.g[1], v.g[2], v.g[3]);
            Assert.Equal(expected, target);
        });
}
