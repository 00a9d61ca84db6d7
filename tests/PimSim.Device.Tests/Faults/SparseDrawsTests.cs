using PimSim.Core;

namespace PimSim.Device.Tests;

/// <summary>Sparse draws are independent trials of every cell.</summary>
public sealed class SparseDrawsTests
{
    [Theory]
    [InlineData(1e-7)]
    [InlineData(3e-5)]
    [InlineData(1e-3)]
    [InlineData(0.07)]
    [InlineData(0.5)]
    [InlineData(0.999)]
    public void As_many_cells_are_hit_as_the_rate_says(double p)
    {
        const long Length = 1 << 16;
        int blocks = p < 1e-5 ? 20_000 : p > 0.1 ? 4 : 50;
        long hits = 0;
        for (ulong block = 0; block < (ulong)blocks; block++)
        {
            hits += Draw(block, Length, p).Count;
        }

        double trials = (double)Length * blocks;
        double deviation = Math.Sqrt(trials * p * (1 - p));
        Assert.InRange(hits, (trials * p) - (4 * deviation), (trials * p) + (4 * deviation));
    }

    [Fact]
    public void Every_place_of_a_block_is_as_likely()
    {
        int[] hits = new int[16];
        for (ulong block = 0; block < 4000; block++)
        {
            foreach (long position in Draw(block, 16, 0.3))
            {
                hits[position]++;
            }
        }

        // Chi-squared with 16 cells of 1,200 expected hits each; the 99.99th percentile is 44.
        Assert.InRange(hits.Sum(h => (h - 1200.0) * (h - 1200.0) / (1200 * 0.7)), 2, 44);
    }

    [Fact]
    public void A_higher_rate_keeps_the_hits_of_a_lower_one()
    {
        double[] rates = [1e-6, 1e-4, 9e-4, 1e-3, 0.01, 0.2, 0.21, 0.9, 1];
        for (ulong block = 0; block < 20; block++)
        {
            HashSet<long> before = [];
            foreach (double p in rates)
            {
                List<long> hits = Draw(block, 5000, p);
                Assert.True(before.IsSubsetOf(hits));
                Assert.Equal(hits.Distinct().Order(), hits);
                before = [.. hits];
            }

            Assert.Equal(5000, before.Count);
        }
    }

    [Fact]
    public void Small_probabilities_keep_their_digits()
    {
        Assert.Equal(1e-12, SparseDraws.Hazard(1e-12), 1e-23);
        Assert.Equal(0.69314718055994531, SparseDraws.Hazard(0.5), 1e-15);
        Assert.Equal(SparseDraws.Hazard(0.99999e-4), SparseDraws.Hazard(1.00001e-4), 3e-9);
        Assert.Equal(0, SparseDraws.Hazard(0));
    }

    private static List<long> Draw(ulong block, long length, double p)
    {
        var positions = new List<long>();
        SparseDraws.Draw(Philox.DeriveKey(5, 6), block, 1, length, SparseDraws.Hazard(p), positions);
        return positions;
    }
}
