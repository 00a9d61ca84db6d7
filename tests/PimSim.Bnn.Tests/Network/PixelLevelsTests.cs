namespace PimSim.Bnn.Tests;

public sealed class PixelLevelsTests
{
    [Fact]
    public void Fixed_point_is_the_rounded_rational()
    {
        int[] levels = PixelLevels.FixedPoint(8, 7);
        for (int p = 0; p < 256; p++)
        {
            // No pixel comes closer to a half than 1/510, far above what decimals round.
            decimal x = (((p / 255m * 2m) - 1m) * 128m) + 0.5m;
            Assert.Equal((int)Math.Clamp(Math.Floor(x), -128m, 127m), levels[p]);
        }

        Assert.Equal((-128, -1, 1, 127), (levels[0], levels[127], levels[128], levels[255]));
    }

    [Fact]
    public void Halves_go_up_on_both_sides()
    {
        // From -1 to 1 in steps of 1: pixel 63.75 is -0.5, pixel 191.25 is 0.5.
        int[] levels = PixelLevels.FixedPoint(4, 0);
        Assert.Equal((-1, 0, 0, 1), (levels[63], levels[64], levels[191], levels[192]));

        // 0 to 255 in halves: odd steps are exact.
        Assert.Equal(Enumerable.Range(0, 256).Select(p => 2 * p), PixelLevels.FixedPoint(16, 1, 0, 255));
    }

    [Fact]
    public void Bits_are_told_apart_from_planes()
    {
        InputEncoding bits = new() { Height = 1, Width = 1, Channels = 1, Levels = PixelLevels.Bits(128) };
        Assert.Equal((-1f, 1f), (bits.Encode(127, 0), bits.Encode(128, 0)));
        Assert.True(bits.IsSigns);
        Assert.Null(bits.Planes);

        InputEncoding planes = bits with { Levels = PixelLevels.FixedPoint(8, 7) };
        Assert.False(planes.IsSigns);
        Assert.Equal((8, -128), (planes.Planes!.Count, planes.Planes.Offset));
        Assert.Equal(-128f, planes.Table(0)[0]);
    }

    [Fact]
    public void Each_channel_may_have_its_table()
    {
        InputEncoding encoding = new() { Height = 1, Width = 1, Channels = 2, Levels = [.. PixelLevels.Bits(10), .. PixelLevels.Bits(20)] };
        Assert.Equal((1f, -1f), (encoding.Encode(15, 0), encoding.Encode(15, 1)));
    }

    [Theory]
    [InlineData(1, 0, -1, 1)]
    [InlineData(17, 0, -1, 1)]
    [InlineData(8, -1, -1, 1)]
    [InlineData(8, 17, -1, 1)]
    [InlineData(8, 7, 1, -1)]
    public void Impossible_fixed_point_is_refused(int bits, int fraction, int low, int high) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PixelLevels.FixedPoint(bits, fraction, low, high));
}
