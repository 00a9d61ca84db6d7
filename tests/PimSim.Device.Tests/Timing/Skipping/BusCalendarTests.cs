using CsCheck;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>The calendar of taken cycles against a plain set of them.</summary>
public sealed class BusCalendarTests
{
    [Fact]
    public void AnswersAsASetOfCyclesWould() => Gen.UInt[0, 1_000_000].ForEach(
        50,
        seed =>
        {
            const int Buses = 2;
            var random = new PCG(seed, 5);
            var calendar = new BusCalendar(Buses);
            var taken = new HashSet<(int Bus, long Cycle)>();
            long[] free = new long[Buses];
            long ahead = 0;
            for (int i = 0; i < 2000; i++)
            {
                int bus = (int)random.Next(Buses);
                uint gap = random.Next(50) == 0 ? random.Next(20_000) : random.Next(random.Next(3) == 0 ? 90u : 3u);
                ahead = Math.Max(ahead, free[bus]) + gap;
                int cycles = random.Next(4) == 0 ? (int)random.Next(9) : 1;
                calendar.Take(bus, ahead, cycles);
                taken.UnionWith(Enumerable.Range(0, cycles).Select(c => (bus, ahead + c)));
                free[bus] = ahead + cycles;
                long ask = Math.Max(0, ahead - random.Next(BusCalendar.Span - 80)) + random.Next(12);
                int other = (int)random.Next(Buses);
                long expected = ask;
                while (taken.Contains((other, expected)))
                {
                    expected++;
                }

                Assert.Equal(expected, calendar.FirstFree(other, ask));
                Assert.Equal(expected != ask, calendar.IsTaken(other, ask));
            }
        },
        seed: 24);

    [Fact]
    public void ForgetsWhatWasTaken()
    {
        var calendar = new BusCalendar(1);
        calendar.Take(0, 10_000, 3);
        Assert.Equal(10_003, calendar.FirstFree(0, 10_001));

        calendar.Clear(10_000);
        Assert.Equal(10_001, calendar.FirstFree(0, 10_001));
    }
}
