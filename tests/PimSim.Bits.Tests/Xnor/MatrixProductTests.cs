using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

public sealed class MatrixProductTests
{
    [Fact]
    public void Mismatches_equal_naive_integers_at_any_number_of_threads()
    {
        Gen<(int Rows, int Outputs, int Bits, int Threads)> gen = Gen.Select(Gen.Int[1, 150], Gen.Int[1, 40], Gen.Int[1, 400], Gen.Int[1, 5]);
        gen.ForEach(50, s =>
        {
            sbyte[] a = TestBits.Signs(s.Rows * s.Bits, 1), b = TestBits.Signs(s.Outputs * s.Bits, 2);
            int[] m = new int[s.Rows * s.Outputs];
            MatrixProduct.Mismatches(
                PackedMatrix.FromSigns(a, s.Rows, s.Bits), PackedPanel.From(PackedMatrix.FromSigns(b, s.Outputs, s.Bits)), m, s.Threads);
            Assert.Equal(TestBits.Dots(a, b, s.Rows, s.Outputs, s.Bits), m.Select(value => s.Bits - (2 * value)));
        });
    }

    [Fact]
    public void No_rows_give_no_results()
    {
        int[] m = [5];
        MatrixProduct.Mismatches(new PackedMatrix(0, 10), new PackedPanel(3, 10), m, 2);
        Assert.Equal([5], m);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        var a = new PackedMatrix(4, 100);
        var b = new PackedPanel(3, 100);
        Assert.Throws<ArgumentException>(() => MatrixProduct.Mismatches(a, new PackedPanel(3, 101), new int[12], 1));
        Assert.Throws<ArgumentException>(() => MatrixProduct.Mismatches(a, b, new int[11], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MatrixProduct.Mismatches(a, b, new int[12], 0));
        Assert.Throws<ArgumentNullException>(() => MatrixProduct.Mismatches(null!, b, new int[12], 1));
    }
}
