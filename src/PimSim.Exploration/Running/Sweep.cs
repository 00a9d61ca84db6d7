using System.Diagnostics;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>
/// A sweep: plan, evaluation and store. Plan: what the sampler chooses, round by round. Evaluation: an <see cref="IPointExecutor"/>. Store: the journal, merged into
/// Parquet files at the end.
/// </summary>
public sealed class Sweep
{
    private readonly ExplorationSpace space;
    private readonly SweepFolder folder;
    private readonly SweepOptions options;
    private readonly SharedWork shared = new();
    private readonly ISampler sampler;

    private Sweep(ExplorationSpace space, SweepFolder folder, SweepOptions options)
    {
        this.space = space;
        this.folder = folder;
        this.options = options;
        sampler = Samplers.Create(space, options.MaxPoints);
    }

    /// <summary>Plans a new sweep and makes its folder; nothing has run when something is refused.</summary>
    /// <param name="space">The space.</param>
    /// <param name="path">The folder, new or empty.</param>
    /// <param name="command">The command that begins it, for the provenance.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="UserErrorException">The space has too many or too few points (PIM1244, PIM1251); PIM1246, PIM1247: the folder; a network or the data cannot be loaded.</exception>
    public static Sweep Create(ExplorationSpace space, string path, string command, SweepOptions options)
    {
        SweepFolder folder = new(path);
        Sweep sweep = new(space, folder, options);
        SweepProvenance provenance = SweepProvenance.Of(space, command, sweep.sampler.Expected, sweep.shared);
        SweepFolder.Create(path);
        AtomicFile.Write(folder.Space, file => file.Write(System.Text.Encoding.UTF8.GetBytes(space.Text)));
        provenance.Write(folder);
        return sweep;
    }

    /// <summary>Takes up a sweep that was interrupted, or finds it finished.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="options">How it runs.</param>
    /// <exception cref="UserErrorException">PIM1248: no sweep; PIM1249: something that results depend on has changed.</exception>
    public static Sweep Resume(string path, SweepOptions options)
    {
        SweepFolder folder = SweepFolder.Open(path);
        SweepProvenance then = SweepProvenance.Read(folder);
        ExplorationSpace space = SpaceReader.Load(folder.Space, Math.Max(options.MaxPoints, (int)Math.Min(int.MaxValue, then.Points)));
        Sweep sweep = new(space, folder, options with { MaxPoints = Math.Max(options.MaxPoints, (int)Math.Min(int.MaxValue, then.Points)) });
        then.RequireSame(SweepProvenance.Of(space, then.Command, then.Points, sweep.shared), folder);
        return sweep;
    }

    /// <summary>The space.</summary>
    public ExplorationSpace Space => space;

    /// <summary>Its folder.</summary>
    public SweepFolder Folder => folder;

    /// <summary>Evaluates what is not finished yet in this process and merges the result.</summary>
    /// <param name="progress">Told of finished points, from any thread.</param>
    /// <param name="cancellation">Stops it; what is finished is kept.</param>
    /// <exception cref="UserErrorException">PIM1246: the disk is full or the folder gone; PIM1250: another process works on it.</exception>
    public SweepSummary Run(IProgress<SweepProgress> progress, CancellationToken cancellation) =>
        Run(new PointTeam(shared, options.Threads), progress, cancellation);

    /// <summary>Has what is not finished yet evaluated and merges the result.</summary>
    /// <param name="executor">Evaluates the points.</param>
    /// <param name="progress">Told of finished points, from any thread.</param>
    /// <param name="cancellation">Stops it; what is finished is kept.</param>
    /// <exception cref="UserErrorException">PIM1246: the disk is full or the folder gone; PIM1250: another process works on it.</exception>
    public SweepSummary Run(IPointExecutor executor, IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        using IDisposable held = folder.Hold();
        SweepJournal journal = SweepJournal.Open(folder.Journal, out IReadOnlyList<JournalEntry> known);
        SweepSummary summary;
        using (journal)
        {
            if (folder.IsComplete && known.Count == 0)
            {
                summary = Finished();
            }
            else
            {
                Dictionary<long, JournalEntry> entries = known.ToDictionary(e => e.Point);
                List<FinishedPoint> finished = RunRounds(executor, journal, entries, progress, cancellation);
                SweepMerge.Write(folder, space, finished, entries);
                summary = new SweepSummary(finished.Count, finished.Count(f => f.Result.Figures is null), finished.Count - known.Count, shared.TimedRuns);
            }
        }

        // Results are complete: the journal has done its work. A crash before this line merges the same once more.
        SweepFolder.Guard(folder.Journal, () => File.Delete(folder.Journal));
        return summary;
    }

    private SweepSummary Finished()
    {
        object?[] status = ParquetTable.Read(folder.Results).Find("status") ?? [];
        return new SweepSummary(status.Length, status.Count(s => s is "failed"), 0, 0);
    }

    private List<FinishedPoint> RunRounds(
        IPointExecutor executor, SweepJournal journal, Dictionary<long, JournalEntry> entries, IProgress<SweepProgress> progress, CancellationToken cancellation)
    {
        List<FinishedPoint> finished = [];
        long before = entries.Count;
        long failed = entries.Values.Count(e => e.Result.Figures is null);
        var clock = Stopwatch.StartNew();
        for (int round = 0; sampler.Next(finished) is { Count: > 0 } combinations; round++)
        {
            long first = finished.Count;
            PlannedPoint[] points = [.. combinations.Select((c, i) => new PlannedPoint(first + i, round, c))];
            executor.Evaluate(
                [.. points.Where(p => !entries.ContainsKey(p.Number))],
                p => SweepPlan.Describe(space, space.ValuesAt(p.Combination)),
                batch =>
                {
                    journal.Append(batch);
                    foreach (JournalEntry entry in batch)
                    {
                        entries.Add(entry.Point, entry);
                        failed += entry.Result.Figures is null ? 1 : 0;
                    }

                    progress.Report(new SweepProgress(entries.Count, sampler.Expected, failed, (entries.Count - before) / clock.Elapsed.TotalSeconds));
                },
                cancellation);
            finished.AddRange(points.Select(p => new FinishedPoint(p, entries[p.Number].Result)));
        }

        return finished;
    }
}
