using System.Diagnostics.Metrics;

namespace PimSim.Cluster;

/// <summary>What a worker measures of itself.</summary>
internal sealed class WorkerMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "PimSim.Worker";

    private readonly Meter meter = new(Name);
    private readonly Counter<long> finished;
    private readonly Histogram<double> seconds;

    public WorkerMetrics()
    {
        finished = meter.CreateCounter<long>("pimsim.points", null, "Points that this worker evaluated");
        seconds = meter.CreateHistogram<double>("pimsim.point.duration", "s", "Time that a point took");
        Calls = meter.CreateCounter<long>("pimsim.exchanges", null, "Reports to sweeps");
        CallFaults = meter.CreateCounter<long>("pimsim.exchange.faults", null, "Reports that were not answered");
    }

    /// <summary>Reports to sweeps.</summary>
    public Counter<long> Calls { get; }

    /// <summary>Reports that were not answered.</summary>
    public Counter<long> CallFaults { get; }

    /// <summary>Watches what changes all the time.</summary>
    public void Observe(Func<int> running, Func<int> held)
    {
        meter.CreateObservableGauge("pimsim.points.running", running, null, "Points that are evaluated now");
        meter.CreateObservableGauge("pimsim.points.held", held, null, "Points that this worker has");
    }

    /// <summary>A point was evaluated.</summary>
    public void Finished(TimeSpan time, string? error)
    {
        finished.Add(1, KeyValuePair.Create<string, object?>("outcome", error is null ? "ok" : "failed"));
        seconds.Record(time.TotalSeconds);
    }

    /// <inheritdoc/>
    public void Dispose() => meter.Dispose();
}
