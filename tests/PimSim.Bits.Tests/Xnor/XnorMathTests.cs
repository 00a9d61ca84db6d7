using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class XnorMathTests
{
    [Fact]
    public void Dot_equals_naive_integers()
    {
        Gen.Select(Gen.Int[1, 2000], Gen.ULong[0, 1000]).ForEach(100, s =>
        {
            (int bits, ulong salt) = s;
            sbyte[] a = TestBits.Signs(bits, salt), b = TestBits.Signs(bits, salt + 7);
            long dot = XnorMath.Dot(PackedMatrix.FromSigns(a, 1, bits).Words, PackedMatrix.FromSigns(b, 1, bits).Words, bits);
            Assert.Equal(TestBits.Dots(a, b, 1, 1, bits)[0], dot);
        });
    }

    [Fact]
    public void Lengths_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentException>(() => XnorMath.Mismatch(new ulong[2], new ulong[3]));
        Assert.Throws<ArgumentException>(() => XnorMath.Dot(new ulong[2], new ulong[2], 129));
        Assert.Throws<ArgumentException>(() => XnorMath.Dot(new ulong[2], new ulong[2], 64));
        Assert.Throws<ArgumentException>(() => XnorMath.Dot([], [], -1));
    }
}
