namespace PimSim.Bnn.Tests;

public sealed class DotThresholdTests
{
    [Fact]
    public void On_mismatches_it_decides_as_on_dots()
    {
        for (int valid = 0; valid <= 7; valid++)
        {
            for (int padded = 0; padded <= 3; padded++)
            {
                for (int limit = -11; limit <= 11; limit++)
                {
                    Check(limit, valid, padded);
                }
            }
        }
    }

    [Theory]
    [InlineData(false, 8, -1)]
    [InlineData(false, -7, 12)]
    [InlineData(true, 7, 0)]
    [InlineData(true, -8, 13)]
    public void Constants_have_one_form_and_keep_the_direction(bool atMost, int limit, int expected)
    {
        IntegerThreshold threshold = new DotThreshold(limit, atMost).ToMismatches(12, 7, 3);

        Assert.Equal(new IntegerThreshold(expected, atMost), threshold);
    }

    [Fact]
    public void A_popcount_decides_as_the_dot_product()
    {
        const int positions = 9;
        foreach (long least in (long[])[long.MinValue / 4, -1, 0, 1, 4, 9, 10, long.MaxValue / 4])
        {
            DotThreshold threshold = DotThreshold.OfMatches(least, positions);
            for (int matches = 0; matches <= positions; matches++)
            {
                Assert.Equal(matches >= least, threshold.Fires((2 * matches) - positions));
            }
        }
    }

    [Fact]
    public void On_weighted_mismatches_it_decides_as_on_dots()
    {
        foreach (bool atMost in (bool[])[false, true])
        {
            for (int limit = -40; limit <= 40; limit++)
            {
                var dots = new DotThreshold(limit, atMost);
                IntegerThreshold counts = dots.ToWeightedMismatches(13, 25);
                Assert.Equal(atMost, counts.Direction);
                Assert.InRange(counts.Limit, -1, 26);
                for (int m = 0; m <= 25; m++)
                {
                    Assert.Equal(dots.Fires(13 - m), counts.Fires(m));
                    Assert.Equal(dots.Fires(13 - m), dots.Within(13).Fires(13 - m));
                }
            }
        }
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Limits_out_of_reach_are_brought_within(int limit)
    {
        Assert.InRange(new DotThreshold(limit, AtMost: false).Within(7).Limit, -7, 8);
        Assert.InRange(new DotThreshold(limit, AtMost: true).Within(7).Limit, -8, 7);
    }

    private static void Check(int limit, int valid, int padded)
    {
        foreach (bool atMost in (bool[])[false, true])
        {
            for (int padMismatches = 0; padMismatches <= padded; padMismatches++)
            {
                var dots = new DotThreshold(limit, atMost);
                IntegerThreshold counts = dots.ToMismatches(valid + padded, valid, padMismatches);
                Assert.Equal(atMost, counts.Direction);
                Assert.InRange(counts.Limit, -1, valid + padded + 1);
                for (int m = 0; m <= valid; m++)
                {
                    Assert.Equal(dots.Fires(valid - (2 * m)), counts.Fires(m + padMismatches));
                }
            }
        }
    }
}
