using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>Latencies in cycles, counted exactly; memory grows with the longest latency, not with their number.</summary>
public sealed class LatencyHistogram
{
    private const int Dense = 1 << 16;

    private readonly SortedDictionary<long, long> rare = [];
    private long[] counts = new long[1024];

    /// <summary>How many were added.</summary>
    public long Count { get; private set; }

    /// <summary>Their sum.</summary>
    public long Sum { get; private set; }

    /// <summary>Mean in cycles, or null when there is none.</summary>
    public double? Mean => Count == 0 ? null : (double)Sum / Count;

    /// <summary>Smallest in cycles, or null.</summary>
    public long? Min => Count == 0 ? null : Percentile(0);

    /// <summary>Largest in cycles, or null.</summary>
    public long? Max => Count == 0 ? null : Percentile(100);

    /// <summary>
    /// The smallest latency that at least <paramref name="percent"/> percent of all do not exceed (nearest rank), or null.
    /// </summary>
    public long? Percentile(int percent)
    {
        if (Count == 0)
        {
            return null;
        }

        Int128 rank = Int128.Max(1, (((Int128)Count * percent) + 99) / 100);
        Int128 seen = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank)
            {
                return i;
            }
        }

        foreach ((long latency, long count) in rare)
        {
            seen += count;
            if (seen >= rank)
            {
                return latency;
            }
        }

        throw new Core.InternalErrorException("a latency histogram lost some of its counts");
    }

    /// <summary>Latencies and how often each occurred, from small to large.</summary>
    public IEnumerable<KeyValuePair<long, long>> Entries() =>
        counts.Select((c, i) => KeyValuePair.Create((long)i, c)).Where(e => e.Value > 0).Concat(rare);

    /// <summary>Adds everything that another one counted.</summary>
    internal void Add(LatencyHistogram other)
    {
        foreach ((long latency, long count) in other.Entries())
        {
            Add(latency, count);
        }
    }

    /// <summary>Adds one latency in cycles.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(long latency)
    {
        if (latency < counts.Length)
        {
            Count++;
            Sum += latency;
            counts[latency]++;
        }
        else
        {
            Add(latency, 1);
        }
    }

    private void Add(long latency, long times)
    {
        Count += times;
        Sum = checked(Sum + (latency * times));
        if (latency >= Dense)
        {
            rare[latency] = rare.GetValueOrDefault(latency) + times;
            return;
        }

        if (latency >= counts.Length)
        {
            Array.Resize(ref counts, (int)Math.Min(Dense, Math.Max(latency + 1, counts.Length * 2L)));
        }

        counts[latency] += times;
    }
}
