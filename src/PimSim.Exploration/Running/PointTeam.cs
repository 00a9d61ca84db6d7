using System.Collections.Concurrent;
using System.Diagnostics;

namespace PimSim.Exploration;

/// <summary>Evaluates points on several threads and hands results on in batches, on the calling thread.</summary>
internal sealed class PointTeam(SharedWork shared, int threads) : IPointExecutor
{
    /// <summary>Results that may wait for the disk; threads wait when there are more.</summary>
    private const int MaxWaiting = 256;

    /// <inheritdoc/>
    /// <remarks>Each thread takes the next point, so that memory does not grow with their number.</remarks>
    public void Evaluate(
        IReadOnlyList<PlannedPoint> points, Func<PlannedPoint, PointDescription> describe, Action<IReadOnlyList<JournalEntry>> store, CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using BlockingCollection<JournalEntry> results = new(MaxWaiting);
        int next = -1;
        Task[] workers = [.. Enumerable.Range(0, Math.Min(threads, points.Count)).Select(_ => Task.Factory.StartNew(
            () => Work(() => Interlocked.Increment(ref next), points, describe, results, stop.Token),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        Task all = Task.WhenAll(workers).ContinueWith(_ => results.CompleteAdding(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        try
        {
            foreach (JournalEntry first in results.GetConsumingEnumerable(CancellationToken.None))
            {
                List<JournalEntry> batch = [first];
                while (results.TryTake(out JournalEntry? more))
                {
                    batch.Add(more);
                }

                store(batch);
            }
        }
        catch
        {
            stop.Cancel();
            throw;
        }
        finally
        {
            // The last worker must have left the collection before it is disposed of.
            Drain(results);
            all.GetAwaiter().GetResult();
        }

        cancellation.ThrowIfCancellationRequested();
        Task.WhenAll(workers).GetAwaiter().GetResult();
    }

    private static void Drain(BlockingCollection<JournalEntry> results)
    {
        foreach (JournalEntry _ in results.GetConsumingEnumerable(CancellationToken.None))
        {
            // Nobody can store these any more; they are evaluated again after a resume.
        }
    }

    private void Work(
        Func<int> next,
        IReadOnlyList<PlannedPoint> points,
        Func<PlannedPoint, PointDescription> describe,
        BlockingCollection<JournalEntry> results,
        CancellationToken cancellation)
    {
        PointEvaluator evaluator = new(shared);
        for (int i = next(); i < points.Count && !cancellation.IsCancellationRequested; i = next())
        {
            var clock = Stopwatch.StartNew();
            try
            {
                PointResult result = evaluator.Evaluate(describe(points[i]), cancellation);
                results.Add(new JournalEntry(points[i].Number, clock.Elapsed.TotalSeconds, result), CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
