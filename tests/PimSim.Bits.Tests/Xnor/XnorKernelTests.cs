using CsCheck;
using PimSim.Tests;

namespace PimSim.Bits.Tests;

/// <summary>One suite for every implementation, against naive integers.</summary>
public sealed class XnorKernelTests
{
    public static TheoryData<string> Kernels => [.. XnorKernels.All.Select(k => k.Name)];

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Mismatch_counts_equal_naive_integers_on_random_shapes(string name)
    {
        IXnorKernel kernel = Supported(name);
        Gen<(int Rows, int Outputs, int Bits, ulong Salt)> gen = Gen.Select(Gen.Int[1, 19], Gen.Int[1, 150], Gen.Int[1, 2000], Gen.ULong[0, 1000]);
        gen.ForEach(60, s => AssertEqualsNaive(kernel, s.Rows, s.Outputs, s.Bits, s.Salt));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Mismatch_counts_equal_naive_integers_at_block_borders(string name)
    {
        IXnorKernel kernel = Supported(name);
        int[] bits = [1, 6, 63, 64, 65, 252, 253, 288, 576, 1007, 1024, 1025, 2016, 2017, 2048, 3000, 4100];
        int[] outputs = [1, 7, 8, 9, 16, 17, 32, 33, 64, 65, 80, 81, 128, 129, 144, 145, 200];
        int[] rows = [1, 2, 3, 4, 5, 7, 8, 9, 12, 13];
        int next = 0;
        foreach (int k in bits)
        {
            foreach (int o in outputs)
            {
                AssertEqualsNaive(kernel, rows[next++ % rows.Length], o, k, (ulong)next);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Opposite_rows_mismatch_in_every_bit(string name)
    {
        IXnorKernel kernel = Supported(name);
        foreach (int k in new[] { 1, 64, 252, 255, 256, 1000, 2016, 2048, 9000 })
        {
            const int Rows = 9, Outputs = 130;
            var ones = new PackedMatrix(Rows, k);
            for (int r = 0; r < Rows; r++)
            {
                for (int c = 0; c < k; c++)
                {
                    ones.Set(r, c, true);
                }
            }

            int[] m = Count(kernel, ones, new PackedPanel(Outputs, k));
            Assert.All(m, value => Assert.Equal(k, value));
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Results_between_rows_are_left_alone(string name)
    {
        IXnorKernel kernel = Supported(name);
        const int Rows = 11, Bits = 300;
        foreach (int outputs in new[] { 5, 64, 75, 131 })
        {
            PackedMatrix a = PackedMatrix.FromSigns(TestBits.Signs(Rows * Bits, 1), Rows, Bits);
            PackedPanel b = PackedPanel.From(PackedMatrix.FromSigns(TestBits.Signs(outputs * Bits, 2), outputs, Bits));
            int[] dense = Count(kernel, a, b);
            int stride = outputs + 3;
            int[] wide = new int[Rows * stride];
            Array.Fill(wide, -7);
            kernel.MismatchCounts(a.Words, Rows, a.WordsPerRow, b, wide.AsSpan(0, ((Rows - 1) * stride) + outputs), stride);
            for (int i = 0; i < wide.Length; i++)
            {
                int expected = i % stride < outputs ? dense[(i / stride * outputs) + (i % stride)] : -7;
                Assert.Equal(expected, wide[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void A_reloaded_panel_is_counted_anew(string name)
    {
        IXnorKernel kernel = Supported(name);
        const int Rows = 5, Outputs = 90, Bits = 500;
        PackedMatrix a = PackedMatrix.FromSigns(TestBits.Signs(Rows * Bits, 1), Rows, Bits);
        PackedPanel panel = PackedPanel.From(PackedMatrix.FromSigns(TestBits.Signs(Outputs * Bits, 2), Outputs, Bits));
        int[] first = Count(kernel, a, panel);
        PackedMatrix other = PackedMatrix.FromSigns(TestBits.Signs(Outputs * Bits, 3), Outputs, Bits);
        panel.Load(other);
        int[] second = Count(kernel, a, panel);
        Assert.NotEqual(first, second);
        Assert.Equal(Count(kernel, a, PackedPanel.From(other)), second);
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Row_mismatch_equals_naive_integers(string name)
    {
        IXnorKernel kernel = Supported(name);
        Gen<(int Bits, ulong Salt)> gen = Gen.Select(Gen.Int[1, 20_000], Gen.ULong[0, 1000]);
        gen.ForEach(100, s =>
        {
            sbyte[] a = TestBits.Signs(s.Bits, s.Salt), b = TestBits.Signs(s.Bits, s.Salt + 1);
            int dot = TestBits.Dots(a, b, 1, 1, s.Bits)[0];
            long m = kernel.Mismatch(PackedMatrix.FromSigns(a, 1, s.Bits).Words, PackedMatrix.FromSigns(b, 1, s.Bits).Words);
            Assert.Equal(dot, s.Bits - (2 * m));
        });
        ulong[] ones = new ulong[5000];
        Array.Fill(ones, ulong.MaxValue);
        Assert.Equal(64L * ones.Length, kernel.Mismatch(ones, new ulong[ones.Length]));
        Assert.Equal(0, kernel.Mismatch([], []));
    }

    [Theory]
    [MemberData(nameof(Kernels))]
    public void Counting_allocates_nothing(string name)
    {
        IXnorKernel kernel = Supported(name);
        foreach ((int rows, int outputs, int bits) in new[] { (9, 64, 288), (9, 128, 576), (3, 10, 2100), (10, 200, 2100) })
        {
            PackedMatrix a = PackedMatrix.FromSigns(TestBits.Signs(rows * bits, 1), rows, bits);
            PackedPanel b = PackedPanel.From(PackedMatrix.FromSigns(TestBits.Signs(outputs * bits, 2), outputs, bits));
            int[] m = new int[rows * outputs];
            Assert.Equal(0, TestBits.AllocatedBytes(() => kernel.MismatchCounts(a.Words, rows, a.WordsPerRow, b, m, outputs)));
            Assert.Equal(0, TestBits.AllocatedBytes(() => kernel.Mismatch(a.Words, a.Words)));
        }
    }

    [Fact]
    public void The_first_supported_implementation_is_used()
    {
        Assert.True(XnorKernels.All[^1].IsSupported);
        Assert.Same(XnorKernels.All.First(k => k.IsSupported), XnorKernels.Best);
    }

    private static IXnorKernel Supported(string name)
    {
        IXnorKernel kernel = XnorKernels.All.Single(k => k.Name == name);
        Assert.SkipUnless(kernel.IsSupported, $"{name} is not supported here");
        return kernel;
    }

    private static int[] Count(IXnorKernel kernel, PackedMatrix a, PackedPanel b)
    {
        int[] m = new int[a.Rows * b.Outputs];
        Array.Fill(m, -1);
        kernel.MismatchCounts(a.Words, a.Rows, a.WordsPerRow, b, m, b.Outputs);
        return m;
    }

    private static void AssertEqualsNaive(IXnorKernel kernel, int rows, int outputs, int bits, ulong salt)
    {
        sbyte[] a = TestBits.Signs(rows * bits, salt), b = TestBits.Signs(outputs * bits, salt + 1);
        int[] m = Count(kernel, PackedMatrix.FromSigns(a, rows, bits), PackedPanel.From(PackedMatrix.FromSigns(b, outputs, bits)));
        int[] dots = [.. m.Select(value => bits - (2 * value))];
        Assert.Equal(TestBits.Dots(a, b, rows, outputs, bits), dots);
    }
}
