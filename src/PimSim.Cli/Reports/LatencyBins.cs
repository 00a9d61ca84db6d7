using PimSim.Device;

namespace PimSim.Cli;

/// <summary>A histogram for the eye: bins of equal width up to the 99th percentile, then one for all the rest.</summary>
internal static class LatencyBins
{
    private const int Most = 40;

    /// <summary>Labels and counts; none without requests.</summary>
    public static IReadOnlyList<KeyValuePair<string, long>> Of(LatencyHistogram latency)
    {
        if (latency.Min is not { } min || latency.Percentile(99) is not { } high)
        {
            return [];
        }

        long width = ((high - min) / Most) + 1;
        long[] counts = new long[((high - min) / width) + 1];
        long beyond = 0;
        foreach ((long cycles, long count) in latency.Entries())
        {
            long bin = (cycles - min) / width;
            if (bin < counts.Length)
            {
                counts[bin] += count;
            }
            else
            {
                beyond += count;
            }
        }

        List<KeyValuePair<string, long>> bins = [.. counts.Select((count, i) => KeyValuePair.Create(Label(min + (i * width), width), count))];
        if (beyond > 0)
        {
            bins.Add(KeyValuePair.Create($"> {min + (counts.Length * width) - 1}", beyond));
        }

        return bins;
    }

    private static string Label(long from, long width) => width == 1 ? $"{from}" : $"{from}-{from + width - 1}";
}
