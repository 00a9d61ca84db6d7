namespace PimSim.Driver;

/// <summary>Batches whose results are read out together.</summary>
/// <param name="FirstItem">First item.</param>
/// <param name="FullBatches">Batches with all their windows.</param>
/// <param name="LastWindows">Windows of one more, partial batch; 0 for none.</param>
internal readonly record struct ReadOutGroup(int FirstItem, int FullBatches, int LastWindows)
{
    /// <summary>The read-outs of a run: as many full ones as there are, then the rest.</summary>
    public static IEnumerable<ReadOutGroup> Of(LayerLayout layout, ItemRun run)
    {
        int full = run.Count / layout.WindowsPerBatch;
        int last = run.Count % layout.WindowsPerBatch;
        int item = run.First;
        for (; full >= layout.BatchesPerReadOut; full -= layout.BatchesPerReadOut)
        {
            yield return new ReadOutGroup(item, layout.BatchesPerReadOut, 0);
            item += layout.BatchesPerReadOut * layout.WindowsPerBatch;
        }

        if (full > 0 || last > 0)
        {
            yield return new ReadOutGroup(item, full, last);
        }
    }

    /// <summary>Its batches in order.</summary>
    public IEnumerable<Batch> Batches(LayerLayout layout)
    {
        for (int b = 0; b < FullBatches; b++)
        {
            yield return new Batch(FirstItem + (b * layout.WindowsPerBatch), layout.WindowsPerBatch, b);
        }

        if (LastWindows > 0)
        {
            yield return new Batch(FirstItem + (FullBatches * layout.WindowsPerBatch), LastWindows, FullBatches);
        }
    }
}
