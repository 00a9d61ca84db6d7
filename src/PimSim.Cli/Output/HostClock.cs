using System.Diagnostics;

namespace PimSim.Cli;

/// <summary>Measures a run for <see cref="HostView"/>.</summary>
internal sealed class HostClock
{
    private readonly long start = Stopwatch.GetTimestamp();
    private readonly TimeSpan processorStart = Environment.CpuUsage.TotalTime;

    /// <summary>What passed since construction.</summary>
    public HostView Read(int threads) => new(
        Stopwatch.GetElapsedTime(start).TotalSeconds,
        (Environment.CpuUsage.TotalTime - processorStart).TotalSeconds,
        threads);
}
