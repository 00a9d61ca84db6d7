using PimSim.Models;

namespace PimSim.Driver;

/// <summary>What all parts of a step's schedule share: the writer, the images of the domain, and ways through regions.</summary>
internal sealed class StepScope
{
    private int layer;

    public StepScope(TrainingPlacement placement, StepWriter writer, int worker, int batchImages)
    {
        P = placement;
        W = writer;
        BatchImages = batchImages;
        Images = placement.Share(worker, batchImages);
        FirstBlock = worker * placement.Slots;
    }

    public TrainingPlacement P { get; }

    public StepWriter W { get; }

    public UnitGeometry G => P.Geometry;

    /// <summary>Images of the whole batch.</summary>
    public int BatchImages { get; }

    /// <summary>Blocks of the whole batch.</summary>
    public int BatchBlocks => UnitGeometry.Ceiling(BatchImages, TrainingWorkload.BlockImages);

    /// <summary>Images of each block of this domain.</summary>
    public int[] Images { get; }

    /// <summary>The domain's first block in the batch.</summary>
    public int FirstBlock { get; }

    /// <summary>Multiply-adds of the host by layer of the program.</summary>
    public List<(int Layer, long Macs)> HostWork { get; } = [];

    /// <summary>Index in the program's layers.</summary>
    public static int LayerIndex(TrainingWorkload workload, TrainingPhase phase, int layer) => ((int)phase * workload.Layers) + layer;

    /// <summary>What follows counts to a phase of a layer.</summary>
    public void Enter(TrainingPhase phase, int block)
    {
        layer = LayerIndex(P.Workload, phase, block);
        W.SetLayer(layer);
    }

    /// <summary>All domains meet; the host does <paramref name="macs"/> additions or multiply-adds before they go on.</summary>
    /// <param name="macs">How many.</param>
    /// <param name="isCharged">True where they are in <see cref="HostWork"/> already.</param>
    public void Barrier(long macs, bool isCharged = false)
    {
        if (!isCharged)
        {
            HostWork.Add((layer, macs));
        }

        int perCycle = P.Model.HostMacsPerCycle;
        W.Barrier((macs + perCycle - 1) / perCycle);
    }

    /// <summary>
    /// Goes over <paramref name="count"/> records of a line from row <paramref name="firstRow"/> on, with their row open; what is given is the index
    /// since there and the first column.
    /// </summary>
    public void Records(LineRegion region, StepIndex line, StepIndex firstRow, int count, Action<StepIndex, StepColumn> body) =>
        Records(region, line, firstRow, count, region.PerBank, (_, _) => { }, (index, _, column) => body(index, column));

    /// <summary>The same in parts of at most <paramref name="part"/> records side by side, each announced before.</summary>
    public void Records(
        LineRegion region, StepIndex line, StepIndex firstRow, int count, int part, Action<StepIndex, int> before, Action<StepIndex, StepIndex, StepColumn> body)
    {
        int rows = count / region.PerRow;
        int rest = count % region.PerRow;
        W.Loop(rows, r => OneRow(region.Row(line, firstRow + r), region, r * region.PerRow, region.PerRow, part, before, body));
        if (rest > 0)
        {
            OneRow(region.Row(line, firstRow + rows), region, rows * region.PerRow, rest, part, before, body);
        }
    }

    /// <summary>Goes over the records of a line in batches that stand side by side, without opening their row.</summary>
    public void Batches(LineRegion region, StepIndex line, int count, int size, Action<StepIndex, StepIndex, StepColumn, int> body)
    {
        foreach (LineRun run in region.Runs(0, count))
        {
            int whole = run.Count / size;
            W.Loop(whole, b => body((b * size) + run.First, region.Row(line, run.Row), region.Column(run, b * size), size));
            int rest = run.Count - (whole * size);
            if (rest > 0)
            {
                body(run.First + (whole * size), region.Row(line, run.Row), region.Column(run, whole * size), rest);
            }
        }
    }

    /// <summary>Goes over lines in parts of at most <paramref name="size"/>: first line of the part and how many.</summary>
    public void Parts(int lines, int size, Action<StepIndex, int> body)
    {
        W.Loop(lines / size, p => body(p * size, size));
        if (lines % size > 0)
        {
            body(lines / size * size, lines % size);
        }
    }

    /// <summary>Loads values to input registers from 0 on, as many registers as they take; each is asked for when the host sends it.</summary>
    public void LoadElements(int count, Func<int, float> value) => W.Loop(UnitGeometry.Ceiling(count, G.Lanes), r => W.Load(r, words =>
    {
        for (int l = 0; l < G.Lanes && (r.Value * G.Lanes) + l < count; l++)
        {
            G.SetLane(words, l, value((r.Value * G.Lanes) + l));
        }
    }));

    /// <summary>A vector register of every unit that has channels in a vector, to the host: channel and value.</summary>
    public void ReadChannels(ChannelMap map, int vector, StepIndex register, Action<int, float> sink) =>
        W.Loop(map.BankUnits(vector), u => W.ReadOut(PimBuffer.Vector, register, u, (unit, words) =>
        {
            for (int l = 0; l < G.Lanes; l++)
            {
                int channel = unit < G.Units ? map.Channel(vector, unit, l) : -1;
                if (channel >= 0)
                {
                    sink(channel, G.Lane(words, l));
                }
            }
        }));

    /// <summary>Writes columns <paramref name="first"/> .. + <paramref name="columns"/> - 1 of all records of a region, in single-bank mode.</summary>
    /// <param name="region">The region.</param>
    /// <param name="lines">Lines of it.</param>
    /// <param name="firstLine">From this one on.</param>
    /// <param name="records">Records of each line.</param>
    /// <param name="bankUnits">Places on the bus.</param>
    /// <param name="first">First column of each record.</param>
    /// <param name="columns">Columns of each record.</param>
    /// <param name="fill">Line, record, column in it, unit, words.</param>
    public void Store(LineRegion region, int firstLine, int lines, int records, int bankUnits, int first, int columns, Action<int, int, int, int, Span<ulong>> fill) =>
        W.Loop(lines, l =>
        {
            foreach (IGrouping<int, LineRun> row in region.Runs(0, records).GroupBy(r => r.Row))
            {
                StoreRow(region, l + firstLine, row.Key, [.. row], bankUnits, first, columns, fill);
            }
        });

    private void StoreRow(LineRegion region, StepIndex line, int row, LineRun[] runs, int bankUnits, int first, int columns, Action<int, int, int, int, Span<ulong>> fill) =>
        W.InBanks(region.Row(line, row), runs, bankUnits, run =>
            W.Loop(bankUnits, u => W.Loop(run.Count, i => W.Loop(columns, c => W.Write(u, region.Column(run, i) + first + c, (unit, words) =>
            {
                if (unit < G.Units)
                {
                    fill(line.Value, run.First + i.Value, first + c.Value, unit, words);
                }
            })))));

    private void OneRow(
        StepIndex row, LineRegion region, StepIndex first, int count, int part, Action<StepIndex, int> before, Action<StepIndex, StepIndex, StepColumn> body)
    {
        W.Open(row);
        for (int parity = 0; parity * region.PerBank < count; parity++)
        {
            int inBank = Math.Min(region.PerBank, count - (parity * region.PerBank));
            int start = parity * region.PerBank;
            int bank = parity;
            int size = Math.Min(part, inBank);
            int whole = inBank / size;
            W.Loop(whole, p => Part(first + (p * size) + start, new StepColumn(bank, p * (size * region.Width)), size));
            if (inBank % size > 0)
            {
                Part(first + ((whole * size) + start), new StepColumn(bank, whole * size * region.Width), inBank % size);
            }
        }

        W.Close();

        void Part(StepIndex index, StepColumn column, int records)
        {
            before(index, records);
            W.Loop(records, i => body(index + i, i, column + (i * region.Width)));
        }
    }
}
