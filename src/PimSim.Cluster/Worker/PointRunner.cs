using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>
/// Evaluates points on threads of its own. An attempt is counted in the store before its work starts; the point has ended when its result is in the
/// store. A thread does not wait for that: <see cref="ResultWriter"/> writes results together, in the background.
/// </summary>
internal sealed partial class PointRunner : IDisposable
{
    private readonly WorkerOptions options;
    private readonly ClusterSettings settings;
    private readonly IClusterStore store;
    private readonly PointFiles files;
    private readonly HeldPoints held;
    private readonly ResultWriter results;
    private readonly WorkerMetrics metrics;
    private readonly ILogger<PointRunner> log;
    private readonly BlockingCollection<HeldPoint> queue = [];
    private readonly CancellationTokenSource giveUp = new();
    private readonly PointGate gate = new();
    private readonly Task[] threads;
    private readonly TaskCompletionSource fault = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SharedWork shared = new();

    public PointRunner(
        WorkerOptions options, ClusterSettings settings, IClusterStore store, PointFiles files, HeldPoints held, ResultWriter results, WorkerMetrics metrics, ILogger<PointRunner> log)
    {
        this.options = options;
        this.settings = settings;
        this.store = store;
        this.files = files;
        this.held = held;
        this.results = results;
        this.metrics = metrics;
        this.log = log;
        metrics.Observe(() => gate.Inside, () => held.Count);
        threads = [.. Enumerable.Range(0, options.Threads).Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>Points that are evaluated now.</summary>
    public int Running => gate.Inside;

    /// <summary>Fails when the worker cannot go on.</summary>
    public Task Fault => fault.Task;

    /// <summary>Takes a point; false when the worker is being stopped.</summary>
    public bool TryEnqueue(string sweep, WirePoint point)
    {
        if (queue.IsAddingCompleted)
        {
            return false;
        }

        try
        {
            queue.Add(held.Add(sweep, point));
            return true;
        }
        catch (InvalidOperationException)
        {
            // Stopped in between.
            held.End(sweep, new PointEnd(point.Key, PointEndKind.Returned));
            return false;
        }
    }

    /// <summary>Gives back what has not started, and what does not finish in time.</summary>
    public async Task StopAsync(TimeSpan limit)
    {
        queue.CompleteAdding();
        while (queue.TryTake(out HeldPoint? waiting))
        {
            held.End(waiting.Sweep, new PointEnd(waiting.Point.Key, PointEndKind.Returned));
        }

        var all = Task.WhenAll(threads);
        if (await Task.WhenAny(all, Task.Delay(limit)) != all)
        {
            await giveUp.CancelAsync();
        }

        await all;
        await results.FinishAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        queue.CompleteAdding();
        giveUp.Cancel();
    }

    private void Work()
    {
        foreach (HeldPoint work in queue.GetConsumingEnumerable())
        {
            try
            {
                Evaluate(work);
            }
            catch (OperationCanceledException)
            {
                held.End(work.Sweep, new PointEnd(work.Point.Key, PointEndKind.Returned));
            }
            catch (Exception e)
            {
                held.End(work.Sweep, new PointEnd(work.Point.Key, PointEndKind.Returned));
                fault.TrySetException(e);
            }
        }
    }

    /// <summary>All of it on the calling thread: a continuation elsewhere would take a thread from those that answer other workers.</summary>
    private void Evaluate(HeldPoint work)
    {
        PointAttempt attempt = store.BeginAttemptAsync(work.Sweep, work.Point.Key, options.Name).GetAwaiter().GetResult();
        if (attempt.Number == 0)
        {
            held.End(work.Sweep, new PointEnd(work.Point.Key, PointEndKind.Stored));
            return;
        }

        if (attempt.Number > settings.Attempts)
        {
            string error = attempt.LastError.Length > 0 ? $": {attempt.LastError}" : "";
            SetAside(log, work.Point.Key, settings.Attempts, attempt.LastWorker);
            held.End(
                work.Sweep,
                new PointEnd(work.Point.Key, PointEndKind.SetAside, FormattableString.Invariant($"set aside: {settings.Attempts} workers ended while they evaluated it, the last was {attempt.LastWorker}{error}")));
            return;
        }

        PointDescription point;
        try
        {
            point = files.LocalizeAsync(work.Point).GetAwaiter().GetResult();
        }
        catch (UserErrorException e) when (e.Diagnostics[0].Code != "PIM1404")
        {
            Refused(log, work.Point.Key, e.Message);
            held.End(work.Sweep, new PointEnd(work.Point.Key, PointEndKind.Refused, e.Diagnostics[0].Message));
            return;
        }

        bool isSuspect = attempt.Number > 1 && attempt.Number == settings.Attempts;
        gate.Enter(isSuspect || IsShort());
        try
        {
            EvaluateInside(work, point);
        }
        finally
        {
            gate.Leave();
        }
    }

    private void EvaluateInside(HeldPoint work, PointDescription point)
    {
        if (IsShort())
        {
            shared = new SharedWork();
            GC.Collect();
        }

        var clock = Stopwatch.StartNew();
        try
        {
            giveUp.Token.ThrowIfCancellationRequested();
            PointResult result = new PointEvaluator(shared).Evaluate(point, giveUp.Token);
            held.Took(clock.Elapsed);
            metrics.Finished(clock.Elapsed, result.Error);
            results.Write(work, clock.Elapsed.TotalSeconds, result);
        }
        catch (OperationCanceledException)
        {
            store.EndAttemptAsync(work.Sweep, work.Point.Key, null).GetAwaiter().GetResult();
            throw;
        }
        catch (OutOfMemoryException e)
        {
            shared = new SharedWork();
            OutOfMemory(log, work.Point.Key);
            store.EndAttemptAsync(work.Sweep, work.Point.Key, e.Message).GetAwaiter().GetResult();
            held.End(work.Sweep, new PointEnd(work.Point.Key, PointEndKind.Returned));
        }
    }

    private bool IsShort() => GC.GetTotalMemory(forceFullCollection: false) > options.MemoryBytes;

    [LoggerMessage(EventId = 10, Level = LogLevel.Warning, Message = "Point {Point} is set aside after {Attempts} attempts, the last by {Worker}")]
    private static partial void SetAside(ILogger logger, string point, int attempts, string worker);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "Point {Point} is refused: {Reason}")]
    private static partial void Refused(ILogger logger, string point, string reason);

    [LoggerMessage(EventId = 12, Level = LogLevel.Error, Message = "Not enough memory for point {Point}")]
    private static partial void OutOfMemory(ILogger logger, string point);
}
