using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Looks for sweeps, reports to them, takes points and has their grains start them.</summary>
internal sealed partial class WorkerLoop(
    WorkerOptions options,
    IGrainFactory grains,
    ILocalSiloDetails here,
    PointRunner runner,
    HeldPoints held,
    VersionHold version,
    WorkerMetrics metrics,
    ILogger<WorkerLoop> log)
{
    private const int MostEndsInReport = 1000;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private readonly string silo = here.SiloAddress.ToParsableString();
    private string[] sweeps = [];
    private long looked;

    /// <summary>Works until it is stopped.</summary>
    /// <exception cref="UserErrorException">PIM1403, PIM1405: workers of another kind have taken over.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        held.WhenEnded = EndGrain;
        while (!stop.IsCancellationRequested)
        {
            await version.RenewAsync();
            await LookAsync();
            foreach (string sweep in sweeps.Union(held.SweepsToReport, StringComparer.Ordinal).ToArray())
            {
                await ExchangeAsync(sweep, held.Wanted);
            }

            try
            {
                await held.WaitAsync(Pause, stop);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Says what ended and that nothing more is wanted; what is not heard is found out by the sweep itself.</summary>
    public async Task SayGoodbyeAsync()
    {
        foreach (string sweep in sweeps.Union(held.SweepsToReport, StringComparer.Ordinal).ToArray())
        {
            await ExchangeAsync(sweep, 0);
        }
    }

    private async Task LookAsync()
    {
        if (Stopwatch.GetElapsedTime(looked) < LookEvery)
        {
            return;
        }

        try
        {
            sweeps = await grains.GetGrain<IBoardGrain>(0).SweepsAsync();
            looked = Stopwatch.GetTimestamp();
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            NotAnswered(log, "the list of sweeps", e.Message);
        }
    }

    private async Task ExchangeAsync(string sweep, int wanted)
    {
        (string[] has, PointEnd[] ended) = held.Of(sweep);
        PointEnd[] reported = ended.Length > MostEndsInReport ? ended[..MostEndsInReport] : ended;
        if (reported.Length < ended.Length)
        {
            // What is not reported yet must not look lost.
            has = [.. has, .. ended[MostEndsInReport..].Select(e => e.Key)];
        }

        metrics.Calls.Add(1);
        try
        {
            WirePoint[] points = await grains.GetGrain<ISweepGrain>(sweep).ExchangeAsync(
                new WorkerReport(options.Name, silo, options.Threads, runner.Running, has, reported, wanted));
            held.Reported(sweep, reported);
            await Task.WhenAll(points.Select(p => StartAsync(sweep, p)));
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            metrics.CallFaults.Add(1);
            NotAnswered(log, sweep, e.Message);
        }
    }

    private async Task StartAsync(string sweep, WirePoint point)
    {
        PointStart start = PointStart.Busy;
        try
        {
            start = await grains.GetGrain<IPointGrain>(point.Key).StartAsync(sweep, point.Json, silo);
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            NotAnswered(log, point.Key, e.Message);
        }

        if (start == PointStart.Busy)
        {
            held.End(sweep, new PointEnd(point.Key, PointEndKind.Returned));
        }
    }

    private void EndGrain(string key) => _ = EndGrainAsync(key);

    private async Task EndGrainAsync(string key)
    {
        try
        {
            await grains.GetGrain<IPointGrain>(key).EndAsync();
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            NotAnswered(log, key, e.Message);
        }
    }

    [LoggerMessage(EventId = 20, Level = LogLevel.Information, Message = "No answer about {What}, asking again: {Reason}")]
    private static partial void NotAnswered(ILogger logger, string what, string reason);
}
