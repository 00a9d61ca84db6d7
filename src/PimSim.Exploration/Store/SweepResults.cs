namespace PimSim.Exploration;

/// <summary>The results of a sweep as a table, whether it is finished or not.</summary>
public static class SweepResults
{
    /// <summary>The rows of all finished points.</summary>
    /// <param name="folder">The sweep.</param>
    /// <param name="complete">True when these are all points.</param>
    /// <exception cref="Core.UserErrorException">A file of the sweep cannot be read.</exception>
    public static ResultTable Points(SweepFolder folder, out bool complete)
    {
        complete = folder.IsComplete;
        return complete ? ParquetTable.Read(folder.Results) : ResultColumns.OfPoints(Space(folder), Finished(folder));
    }

    /// <summary>The rows of their layers.</summary>
    public static ResultTable Layers(SweepFolder folder) =>
        folder.IsComplete ? ParquetTable.Read(folder.Layers) : ResultColumns.OfLayers(Finished(folder));

    /// <summary>How far a sweep is that may be running now.</summary>
    public static SweepProgress Progress(SweepFolder folder)
    {
        long total = SweepProvenance.Read(folder).Points;
        if (folder.IsComplete)
        {
            object?[] status = ParquetTable.Read(folder.Results).Find("status") ?? [];
            return new SweepProgress(status.Length, status.Length, status.Count(s => s is "failed"), 0);
        }

        IReadOnlyList<JournalEntry> entries = SweepJournal.Read(folder.Journal);
        return new SweepProgress(entries.Count, total, entries.Count(e => e.Result.Figures is null), 0);
    }

    private static ExplorationSpace Space(SweepFolder folder) => SpaceReader.Load(folder.Space, int.MaxValue);

    /// <summary>Plans again what the journal has results of.</summary>
    private static List<FinishedPoint> Finished(SweepFolder folder)
    {
        ExplorationSpace space = Space(folder);
        Dictionary<long, JournalEntry> entries = SweepJournal.Read(folder.Journal).ToDictionary(e => e.Point);
        ISampler sampler = Samplers.Create(space, int.MaxValue);
        List<FinishedPoint> finished = [];
        bool whole = true;
        for (int round = 0; whole && sampler.Next(finished) is { Count: > 0 } combinations; round++)
        {
            long first = finished.Count;
            for (int i = 0; i < combinations.Count; i++)
            {
                if (entries.TryGetValue(first + i, out JournalEntry? entry))
                {
                    finished.Add(new FinishedPoint(new PlannedPoint(first + i, round, combinations[i]), entry.Result));
                }
                else
                {
                    whole = false;
                }
            }
        }

        return finished;
    }
}
