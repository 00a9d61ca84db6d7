using System.Runtime.CompilerServices;

namespace PimSim.Device;

/// <summary>What one pseudo-channel's requests and commands came to.</summary>
internal sealed class RequestCounters(int commands)
{
    private readonly long[] rows = new long[3];

    /// <summary>By command id.</summary>
    public long[] Commands { get; } = new long[commands];

    /// <summary>Reads that were answered from the write queue.</summary>
    public long Forwarded { get; set; }

    /// <summary>Entering to the last data beat, in cycles.</summary>
    public LatencyHistogram ReadLatency { get; } = new();

    /// <summary>The same for writes.</summary>
    public LatencyHistogram WriteLatency { get; } = new();

    /// <summary>Cycle after the last data beat so far.</summary>
    public long LastData { get; set; }

    public long Of(RequestOrigin origin) => rows[(int)origin];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Complete(int direction, RequestOrigin origin, long latency, long end)
    {
        rows[(int)origin]++;
        (direction == RequestStore.Reads ? ReadLatency : WriteLatency).Add(latency);
        LastData = Math.Max(LastData, end);
    }
}
