using System.Collections.Concurrent;
using System.Diagnostics;

namespace PimSim.Cluster;

/// <summary>What a worker has, what ended and has not been reported, and how much it wants.</summary>
internal sealed class HeldPoints(int threads) : IDisposable
{
    /// <summary>Work that a thread should have before it, so that it never waits for the network.</summary>
    private const double SecondsAhead = 0.5;

    /// <summary>Longer points are not taken ahead: another worker may be free sooner.</summary>
    private const double LongSeconds = 2;

    private const int MostAhead = 32;
    private const double Smoothing = 0.1;

    private readonly ConcurrentDictionary<(string Sweep, string Key), HeldPoint> held = [];
    private readonly ConcurrentDictionary<(string Sweep, string Key), PointEnd> ended = [];
    private readonly SemaphoreSlim wake = new(0, 1);
    private double secondsPerPoint;

    /// <summary>Called with the key of a point that has ended.</summary>
    public Action<string>? WhenEnded { get; set; }

    /// <summary>Points that it has.</summary>
    public int Count => held.Count;

    /// <summary>Points that it would take now.</summary>
    public int Wanted => Math.Max(0, (threads * (1 + Ahead)) - held.Count);

    /// <summary>Sweeps with something to report.</summary>
    public IEnumerable<string> SweepsToReport => ended.Keys.Select(e => e.Sweep).Distinct(StringComparer.Ordinal);

    private int Ahead => Volatile.Read(ref secondsPerPoint) switch
    {
        0 => 1,
        > LongSeconds => 0,
        double seconds => Math.Clamp((int)Math.Ceiling(SecondsAhead / seconds), 1, MostAhead),
    };

    /// <summary>Has a point.</summary>
    public HeldPoint Add(string sweep, WirePoint point)
    {
        HeldPoint work = new(sweep, point);
        held[(sweep, point.Key)] = work;
        ended.TryRemove((sweep, point.Key), out _);
        return work;
    }

    /// <summary>A point has ended.</summary>
    public void End(string sweep, PointEnd end)
    {
        // In this order: a report must not find it in neither.
        ended[(sweep, end.Key)] = end;
        held.TryRemove((sweep, end.Key), out _);
        WhenEnded?.Invoke(end.Key);
        if (held.Count <= threads * (1 + (Ahead / 2)))
        {
            Wake();
        }
    }

    /// <summary>Keys of the points of a sweep, and what ended.</summary>
    public (string[] Held, PointEnd[] Ended) Of(string sweep) =>
        ([.. held.Keys.Where(h => h.Sweep == sweep).Select(h => h.Key)], [.. ended.Where(e => e.Key.Sweep == sweep).Select(e => e.Value)]);

    /// <summary>These ends have been reported.</summary>
    public void Reported(string sweep, IEnumerable<PointEnd> ends)
    {
        foreach (PointEnd end in ends)
        {
            ended.TryRemove(KeyValuePair.Create((sweep, end.Key), end));
        }
    }

    /// <summary>How long a point took.</summary>
    public void Took(TimeSpan time)
    {
        double before = Volatile.Read(ref secondsPerPoint);
        double seconds = Math.Max(1e-6, time.TotalSeconds);
        Volatile.Write(ref secondsPerPoint, before == 0 ? seconds : before + (Smoothing * (seconds - before)));
    }

    /// <summary>Waits until more is wanted, or for a while.</summary>
    public async Task WaitAsync(TimeSpan longest, CancellationToken cancellation) => await wake.WaitAsync(longest, cancellation);

    /// <inheritdoc/>
    public void Dispose() => wake.Dispose();

    private void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            Debug.Assert(wake.CurrentCount == 1, "somebody else has just woken it");
        }
    }
}
