using System.Diagnostics;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>The points of a round on their way: what the store has already, submission, ends, results.</summary>
internal sealed class RoundOfPoints(ClusterSettings settings, string sweep, ClusterClient client, Action<IReadOnlyList<JournalEntry>> store)
{
    private const int Batch = 500;
    private const int ResultBatch = 200;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, (WirePoint Point, List<long> Numbers)> open = new(StringComparer.Ordinal);
    private readonly ISweepGrain grain = client.Grains.GetGrain<ISweepGrain>(sweep);
    private readonly VersionHold version = new(client.Store, settings);
    private string epoch = "";
    private int seen;
    private long heard = Stopwatch.GetTimestamp();

    /// <summary>Adds a point; files are named by their content.</summary>
    public void Add(long number, PointDescription description)
    {
        string json = description.ToJson();
        string key = PointIdentity.KeyOf(json);
        if (open.TryGetValue(key, out (WirePoint Point, List<long> Numbers) same))
        {
            same.Numbers.Add(number);
        }
        else
        {
            open.Add(key, (new WirePoint(key, json), [number]));
        }
    }

    /// <summary>Has all points evaluated.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (string[] keys in open.Keys.Chunk(ResultBatch).ToArray())
            {
                cancellation.ThrowIfCancellationRequested();
                await TakeAsync(keys);
            }

            while (open.Count > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                await version.RenewAsync();
                if (!await StepAsync())
                {
                    await Task.Delay(Pause, cancellation);
                }
            }
        }
        catch
        {
            await LeaveAsync();
            throw;
        }
    }

    /// <summary>One question to the sweep; false when there was nothing new.</summary>
    private async Task<bool> StepAsync()
    {
        try
        {
            SweepNews news = await grain.PollAsync(epoch, seen);
            if (news.Epoch != epoch)
            {
                await SubmitAsync([.. open.Values.Select(o => o.Point)], again: false);
                epoch = news.Epoch;
                seen = 0;
                heard = Stopwatch.GetTimestamp();
                return true;
            }

            heard = news.Status.Workers.Length > 0 ? Stopwatch.GetTimestamp() : heard;
            RequireWorker();
            await TakeEndsAsync(news.Ended);
            seen += news.Ended.Length;
            return news.Ended.Length > 0;
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            RequireWorker();
            return false;
        }
    }

    private async Task SubmitAsync(WirePoint[] points, bool again)
    {
        foreach (WirePoint[] batch in points.Chunk(Batch))
        {
            await grain.SubmitAsync(batch, again);
        }
    }

    private async Task TakeEndsAsync(PointEnd[] ended)
    {
        PointEnd[] mine = [.. ended.Where(e => open.ContainsKey(e.Key))];
        List<JournalEntry> without = [];
        foreach (PointEnd end in mine.Where(e => e.Kind is PointEndKind.SetAside or PointEndKind.Refused))
        {
            Close(end.Key, 0, PointResult.Failed(end.Kind == PointEndKind.SetAside ? "PIM1410" : "PIM1411", end.Message), without);
        }

        Store(without);
        foreach (string[] keys in mine.Where(e => e.Kind is PointEndKind.Stored or PointEndKind.StoredFault).Select(e => e.Key).Chunk(ResultBatch))
        {
            string[] lost = await TakeAsync(keys);
            await SubmitAsync([.. lost.Select(k => open[k].Point)], again: true);
        }
    }

    /// <summary>Takes the results that the store has; returns the points without one.</summary>
    private async Task<string[]> TakeAsync(string[] keys)
    {
        IReadOnlyList<byte[]?> results = await client.Store.ReadResultsAsync(keys);
        List<JournalEntry> entries = [];
        List<string> missing = [];
        foreach ((string key, byte[]? stored) in keys.Zip(results))
        {
            if (stored is null)
            {
                missing.Add(key);
                continue;
            }

            (double seconds, PointResult result) = ResultSeal.Open(settings.Key, key, stored);
            Close(key, seconds, result, entries);
        }

        Store(entries);
        return [.. missing];
    }

    private void Close(string key, double seconds, PointResult result, List<JournalEntry> entries)
    {
        if (open.Remove(key, out (WirePoint Point, List<long> Numbers) point))
        {
            entries.AddRange(point.Numbers.Select(n => new JournalEntry(n, seconds, result)));
        }
    }

    private void Store(List<JournalEntry> entries)
    {
        if (entries.Count > 0)
        {
            store(entries);
        }
    }

    private void RequireWorker()
    {
        TimeSpan silent = Stopwatch.GetElapsedTime(heard);
        if (silent.TotalSeconds > settings.WaitSeconds)
        {
            throw ClusterClient.NoWorker(settings, silent);
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await grain.WithdrawAsync().WaitAsync(TimeSpan.FromSeconds(1));
        }
        catch (Exception e) when (CallFaults.MayPass(e))
        {
            // Workers finish what they know; the results are found when the sweep goes on.
        }
    }
}
