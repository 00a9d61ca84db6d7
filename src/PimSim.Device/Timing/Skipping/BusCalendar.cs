using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>
/// The cycles in which one domain has the command buses, for another one that comes behind it in time: a bit for each cycle of the last
/// <see cref="Span"/> ones.
/// </summary>
internal sealed class BusCalendar(int buses)
{
    /// <summary>Cycles that it holds; whoever looks is never further behind.</summary>
    public const int Span = Words * 64;

    private const int Words = 64;

    private readonly ulong[] taken = new ulong[buses * Words];
    private readonly long[] newest = new long[buses];

    /// <summary>Forgets everything; nothing before <paramref name="cycle"/> is asked for again.</summary>
    public void Clear(long cycle)
    {
        Array.Clear(taken);
        Array.Fill(newest, cycle >> 6);
    }

    /// <summary>A bus is taken; no earlier than it was before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Take(int bus, long cycle, int cycles)
    {
        long word = cycle >> 6;
        if (cycles == 1 && word == newest[bus])
        {
            taken[(bus * Words) + (int)(word & (Words - 1))] |= 1UL << (int)(cycle & 63);
            return;
        }

        TakeLonger(bus, cycle, cycles);
    }

    /// <summary>The first cycle from <paramref name="cycle"/> on in which a bus is not taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long FirstFree(int bus, long cycle)
    {
        while (IsTaken(bus, cycle))
        {
            cycle++;
        }

        return cycle;
    }

    /// <summary>True when a bus is taken in a cycle.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsTaken(int bus, long cycle) =>
        cycle >> 6 <= newest[bus] && (taken[(bus * Words) + (int)((cycle >> 6) & (Words - 1))] >> (int)(cycle & 63) & 1) != 0;

    private void TakeLonger(int bus, long cycle, int cycles)
    {
        for (long c = cycle; c < cycle + cycles; c++)
        {
            long word = c >> 6;
            for (long w = Math.Max(newest[bus] + 1, word - Words + 1); w <= word; w++)
            {
                taken[(bus * Words) + (int)(w & (Words - 1))] = 0;
            }

            newest[bus] = Math.Max(newest[bus], word);
            taken[(bus * Words) + (int)(word & (Words - 1))] |= 1UL << (int)(c & 63);
        }
    }
}
