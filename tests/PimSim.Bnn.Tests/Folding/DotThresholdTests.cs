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
