using System.Runtime.InteropServices;

namespace PimSim.Device;

/// <summary>
/// Notices that a channel is where it was before, but for a later iteration of its outermost loops: then everything since
/// follows again, and is booked as often as the loops allow.
/// </summary>
internal sealed class WalkOrbit(DomainWalk[] walks, ProgramLoops[] loops)
{
    private const int Capacity = 1 << 12;

    private readonly Dictionary<int, Place> places = [];

    /// <summary>Remembers this place, or moves everything on by whole periods when there was an equal one.</summary>
    /// <param name="now">Cycle of the step that led here.</param>
    /// <returns>True when it moved everything on.</returns>
    public bool Visit(long now)
    {
        foreach (DomainWalk w in walks)
        {
            w.Book();
        }

        long[] key = Key(now);
        var hash = default(HashCode);
        hash.AddBytes(MemoryMarshal.AsBytes(key.AsSpan()));
        int code = hash.ToHashCode();
        if (places.TryGetValue(code, out Place? before) && before.Key.AsSpan().SequenceEqual(key))
        {
            int times = Times(before);
            if (times > 0)
            {
                Repeat(now - before.Now, before, times);
                places.Clear();
            }

            return times > 0;
        }

        if (places.Count >= Capacity)
        {
            places.Clear();
        }

        places[code] = new Place(key, now, [.. walks.Select(w => w.Loops.Counters[0])], [.. walks.Select(w => w.DataEnd)], [.. walks.Select(Accounts)]);
        return false;
    }

    private static long[] Accounts(DomainWalk walk)
    {
        long[] accounts = new long[AccountDelta.Length(walk.Timing)];
        AccountDelta.Read(walk.Timing, accounts);
        return accounts;
    }

    /// <summary>Everything that decides what follows: states, cycles relative to now, inner loop counters, buses.</summary>
    private long[] Key(long now)
    {
        var key = new List<long>();
        for (int d = 0; d < walks.Length; d++)
        {
            DomainWalk w = walks[d];
            key.Add(w.Node);
            key.Add(now - w.Last);
            key.Add(w.RefreshDue == long.MaxValue ? long.MaxValue : w.RefreshDue - now);
            key.Add(w.Marked ? 1 : 0);
            key.Add(w.RefreshesInARow);
            for (int k = 1; k < loops[d].Depth(w.Position); k++)
            {
                key.Add(w.Loops.Counters[k]);
            }

            foreach (long free in w.BusFree)
            {
                key.Add(Math.Max(free - now, 0));
            }
        }

        return [.. key];
    }

    /// <summary>How often the time since <paramref name="before"/> can follow again before a loop is over.</summary>
    private int Times(Place before)
    {
        int times = int.MaxValue;
        for (int d = 0; d < walks.Length; d++)
        {
            int position = walks[d].Position;
            if (loops[d].Depth(position) == 0)
            {
                continue;
            }

            int counter = walks[d].Loops.Counters[0];
            int step = counter - before.Iterations[d];
            if (step <= 0)
            {
                return 0;
            }

            times = Math.Min(times, (loops[d].Iterations(position, 0) - 1 - counter) / step);
        }

        return times == int.MaxValue ? 0 : times;
    }

    private void Repeat(long period, Place before, int times)
    {
        for (int d = 0; d < walks.Length; d++)
        {
            DomainWalk w = walks[d];
            AccountDelta.Since(before.Accounts[d], w.Timing).AddTo(w.Timing, times);
            bool inLoop = loops[d].Depth(w.Position) > 0;
            w.Shift(times * period, w.DataEnd != before.DataEnd[d], inLoop ? times * (w.Loops.Counters[0] - before.Iterations[d]) : 0);
        }
    }

    private sealed record Place(long[] Key, long Now, int[] Iterations, long[] DataEnd, long[][] Accounts);
}
