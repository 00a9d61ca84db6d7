using PimSim.Models;

namespace PimSim.Device.Tests;

public sealed class ReadFlipsTests
{
    [Fact]
    public void Flips_come_at_the_rate_and_in_any_order()
    {
        FaultPlan plan = FaultyCells.Plan(FaultyCells.Model("faults.flipsPerRead=1e-3", "faults.thresholds.flipsPerRead=0"));
        ReadFlips flips = new(plan, 1);
        Dictionary<(long, int), int[]> found = [];
        for (long access = 0; access < 2100; access++)
        {
            for (int unit = 0; unit < 8; unit++)
            {
                found[(access, unit)] = flips.At(access, unit, new RowAddress(2 * unit, 11), 4).ToArray();
                Assert.True(flips.At(access, unit, new RowAddress(2 * unit, FaultyCells.ThresholdRow), 4).IsEmpty);
            }
        }

        double expected = 2100 * 8 * 256 * 1e-3;
        Assert.InRange(flips.Counts[(int)TensorKind.Weights], expected - (4 * Math.Sqrt(expected)), expected + (4 * Math.Sqrt(expected)));
        Assert.Equal(0, flips.Counts[(int)TensorKind.Thresholds]);
        ReadFlips again = new(plan, 1);
        foreach ((long access, int unit) in found.Keys.Reverse())
        {
            Assert.Equal(found[(access, unit)], again.At(access, unit, new RowAddress(2 * unit, 11), 4).ToArray());
        }

        for (long access = 0; access < 2100; access += 7)
        {
            bool any = Enumerable.Range(0, 8).Any(u => found[(access, u)].Length > 0);
            Assert.Equal(any, again.Hits(access, 1));
        }
    }
}
