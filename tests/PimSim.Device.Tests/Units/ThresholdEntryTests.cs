using CsCheck;
using PimSim.Tests;

namespace PimSim.Device.Tests;

public sealed class ThresholdEntryTests
{
    [Theory]
    [InlineData(0, false, 0u)]
    [InlineData(5, true, 0x80000005u)]
    [InlineData(-1, false, 0x00FFFFFFu)]
    [InlineData(-8388608, true, 0x80800000u)]
    [InlineData(8388607, false, 0x007FFFFFu)]
    public void EncodingIsTheDrawnOne(int limit, bool direction, uint word)
    {
        var entry = new ThresholdEntry(limit, direction);
        Assert.Equal(word, entry.Encode());
        Assert.Equal(entry, ThresholdEntry.Decode(word));
    }

    [Fact]
    public void UnusedBitsAreIgnored() => Assert.Equal(new ThresholdEntry(-2, false), ThresholdEntry.Decode(0x7FFFFFFE));

    [Fact]
    public void EntriesComeBackAsTheyWere() => Gen.Select(Gen.Int[-(1 << 23), (1 << 23) - 1], Gen.Bool).ForEach(
        1000,
        e => Assert.Equal(new ThresholdEntry(e.Item1, e.Item2), ThresholdEntry.Decode(new ThresholdEntry(e.Item1, e.Item2).Encode())));

    [Theory]
    [InlineData(3, false, 3, true)]
    [InlineData(3, false, 4, false)]
    [InlineData(3, true, 3, true)]
    [InlineData(3, true, 2, false)]
    [InlineData(-1, false, 0, false)]
    [InlineData(-1, true, 0, true)]
    public void LimitBelongsToTheSideThatFires(int limit, bool direction, int mismatches, bool fires) =>
        Assert.Equal(fires, new ThresholdEntry(limit, direction).Fires(mismatches));
}
