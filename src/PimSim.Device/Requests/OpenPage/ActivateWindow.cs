using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>At most so many activates in so many cycles (FAW).</summary>
internal sealed class ActivateWindow
{
    private readonly long[] times;
    private readonly long latency;
    private int head;

    public ActivateWindow(int size, long latency)
    {
        this.latency = latency;
        times = new long[size];
        Array.Fill(times, OpenPageRules.Never);
    }

    /// <summary>Records an activate; returns the first cycle at which the window has room for another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long Next(long cycle)
    {
        times[head] = cycle;
        head = head + 1 == times.Length ? 0 : head + 1;
        return times[head] + latency;
    }
}
