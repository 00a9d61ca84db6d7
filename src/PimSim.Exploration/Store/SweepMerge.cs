namespace PimSim.Exploration;

/// <summary>Writes the files of a finished sweep: rows by point, whatever order they were finished in.</summary>
internal static class SweepMerge
{
    /// <summary>Each file is complete or not there; the table of points comes last and says that the sweep is complete.</summary>
    /// <exception cref="Core.UserErrorException">PIM0020: the disk is full; nothing is lost.</exception>
    public static void Write(SweepFolder folder, ExplorationSpace space, IReadOnlyList<FinishedPoint> points, IReadOnlyDictionary<long, JournalEntry> entries)
    {
        ParquetTable.Write(folder.Layers, ResultColumns.OfLayers(points));
        ParquetTable.Write(folder.HostTimes, new ResultTable(
        [
            (new ResultColumn(ResultColumns.Point, typeof(long)), [.. points.Select(p => (object?)p.Point.Number)]),
            (new ResultColumn("hostSeconds", typeof(double)), [.. points.Select(p => (object?)entries[p.Point.Number].HostSeconds)]),
        ]));
        ParquetTable.Write(folder.Results, ResultColumns.OfPoints(space, points));
    }
}
