using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class PackedMatrixTests
{
    [Fact]
    public void Signs_become_bits_with_a_zero_tail()
    {
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 200], Gen.ULong[0, 99]).ForEach(50, s =>
        {
            (int rows, int columns, ulong salt) = s;
            sbyte[] signs = TestBits.Signs(rows * columns, salt);
            PackedMatrix fromBytes = PackedMatrix.FromSigns(signs, rows, columns);
            PackedMatrix fromFloats = PackedMatrix.FromSigns([.. signs.Select(v => 0.5f * v)], rows, columns);
            Assert.Equal(fromBytes.Words, fromFloats.Words);
            for (int r = 0; r < rows; r++)
            {
                ReadOnlySpan<ulong> row = fromBytes.Row(r);
                for (int k = 0; k < row.Length * 64; k++)
                {
                    bool expected = k < columns && signs[(r * columns) + k] < 0;
                    Assert.Equal(expected, ((row[k / 64] >> (k % 64)) & 1) != 0);
                }
            }
        });
    }

    [Fact]
    public void Zeros_and_NaN_are_plus_one()
    {
        PackedMatrix matrix = PackedMatrix.FromSigns([0f, -0f, float.NaN, -float.Epsilon, float.NegativeInfinity], 1, 5);
        Assert.Equal(0b11000UL, matrix.Words[0]);
    }

    [Fact]
    public void A_set_bit_is_read_back_and_can_be_cleared()
    {
        var matrix = new PackedMatrix(3, 130);
        matrix.Set(1, 129, true);
        Assert.True(matrix.Get(1, 129));
        Assert.Equal(2UL, matrix.Row(1)[2]);
        Assert.Equal(1, matrix.Words.Count(w => w != 0));
        matrix.Set(1, 129, false);
        Assert.All(matrix.Words, w => Assert.Equal(0UL, w));
    }

    [Fact]
    public void Sizes_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PackedMatrix(1, 0));
        Assert.Throws<ArgumentException>(() => new PackedMatrix(int.MaxValue, int.MaxValue));
        Assert.Throws<ArgumentException>(() => PackedMatrix.FromSigns(new float[5], 2, 3));
        Assert.Throws<ArgumentException>(() => PackedMatrix.FromSigns(new sbyte[7], 2, 3));
        var matrix = new PackedMatrix(2, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Row(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Get(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => matrix.Set(-1, 0, true));
    }
}
