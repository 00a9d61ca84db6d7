using PimSim.Bits;

namespace PimSim.Driver;

/// <summary>Host side of <see cref="BinaryLowering"/>: patches out, bits or counts in.</summary>
internal sealed class BinaryHost : ILayerHost
{
    private readonly UnitGeometry g;
    private readonly BinaryLayout layout;
    private readonly ShardItems items;
    private readonly Activations input;
    private readonly Activations output;
    private readonly BusPacker packer;
    private readonly ScoreMap? scores;
    private readonly int[] tops;
    private readonly SlicedCounts? sliced;

    public BinaryHost(UnitGeometry geometry, BinaryLayout layout, ShardItems items, Activations input, Activations output, ScoreMap? scores)
    {
        this.scores = scores;
        g = geometry;
        this.layout = layout;
        this.items = items;
        this.input = input;
        this.output = output;
        packer = new BusPacker(geometry);
        tops = layout.Binary.Thresholds is null ? layout.Binary.Tops() : [];
        sliced = layout.IsSliced ? new SlicedCounts(layout) : null;
    }

    public IEnumerable<byte[]> Inputs()
    {
        int unitWords = g.LaneBits / 64;
        int planes = layout.Binary.PlaneCount;
        ulong[][] patches = [.. Enumerable.Range(0, planes * layout.MaxPositions).Select(_ => new ulong[layout.Chunks * unitWords])];
        foreach ((Tile tile, Batch batch) in Batches())
        {
            int positions = layout.Shape.WindowPositions;
            int total = batch.Windows * positions;
            for (int first = 0; first < total; first += layout.MaxPositions)
            {
                int n = Math.Min(layout.MaxPositions, total - first);
                for (int i = 0; i < n; i++)
                {
                    int item = batch.FirstItem + ((first + i) / positions);
                    int position = layout.Shape.Position(items.Windows[item], (first + i) % positions);
                    for (int plane = 0; plane < planes; plane++)
                    {
                        PackedImages bits = input.Planes?[plane] ?? input.Bits!;
                        PatchReader.Bits(layout.Shape, bits, items.Images[item], tile.Group, position, layout.Binary.PadBitOf(plane), patches[(plane * n) + i]);
                    }
                }

                foreach (CountSlice slice in layout.Slices)
                {
                    for (int chunk = slice.FirstChunk; chunk < slice.FirstChunk + slice.Chunks; chunk++)
                    {
                        for (int i = slice.FirstPlane * n; i < (slice.FirstPlane + slice.Planes) * n; i++)
                        {
                            yield return packer.Broadcast(patches[i].AsSpan(chunk * unitWords, unitWords));
                        }
                    }
                }
            }
        }
    }

    public IEnumerable<OutputSink> Outputs()
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            foreach (ReadOutGroup group in items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r)))
            {
                if (sliced is not null)
                {
                    foreach (OutputSink sink in SlicedOutputs(tile, group, sliced))
                    {
                        yield return sink;
                    }

                    continue;
                }

                int words = layout.Binary.Thresholds is not null ? 1 : UnitGeometry.Ceiling(Windows(group) * tile.PerUnit, g.LaneBits / 16);
                for (int word = 0; word < words; word++)
                {
                    for (int bankUnit = 0; bankUnit < g.BankUnits(tile.Units); bankUnit++)
                    {
                        int unit = bankUnit;
                        int first = word * (g.LaneBits / 16);
                        yield return layout.Binary.Thresholds is not null
                            ? burst => TakeBits(tile, group, unit, burst)
                            : burst => TakeCounts(tile, group, unit, first, burst);
                    }
                }
            }
        }
    }

    private IEnumerable<OutputSink> SlicedOutputs(Tile tile, ReadOutGroup group, SlicedCounts counts)
    {
        int n = Windows(group) * layout.Shape.WindowPositions;
        int perWord = g.LaneBits / 16;
        int words = UnitGeometry.Ceiling(n * tile.PerUnit, perWord);
        int left = layout.Slices.Count * words * g.BankUnits(tile.Units);
        foreach (CountSlice slice in layout.Slices)
        {
            for (int word = 0; word < words; word++)
            {
                for (int bankUnit = 0; bankUnit < g.BankUnits(tile.Units); bankUnit++)
                {
                    int unit = bankUnit;
                    int first = word * perWord;
                    bool isFirst = slice == layout.Slices[0] && word == 0 && bankUnit == 0;
                    bool isLast = --left == 0;
                    yield return burst =>
                    {
                        if (isFirst)
                        {
                            counts.Clear();
                        }

                        TakeParts(tile, n, unit, first, slice, counts, burst);
                        if (isLast)
                        {
                            Decide(tile, group, counts);
                        }
                    };
                }
            }
        }
    }

    private void TakeParts(Tile tile, int n, int bankUnit, int first, CountSlice slice, SlicedCounts counts, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int a = first; a < Math.Min(first + (g.LaneBits / 16), n * tile.PerUnit); a++)
            {
                int channel = tile.Channel((bankUnit * g.Chips) + chip, a / n);
                if (channel >= 0)
                {
                    counts.Add(channel - tile.FirstChannel, a % n, (int)(ushort)(word[(a - first) / 4] >> ((a - first) % 4 * 16)) << slice.FirstPlane);
                }
            }
        }
    }

    private void Decide(Tile tile, ReadOutGroup group, SlicedCounts counts)
    {
        for (int w = 0; w < Windows(group); w++)
        {
            for (int channel = 0; channel < tile.Channels; channel++)
            {
                Store(group.FirstItem + w, tile.FirstChannel + channel, counts.Fired(tile, channel, w, items.Windows[group.FirstItem + w]));
            }
        }
    }

    private int Windows(ReadOutGroup group) => (group.FullBatches * layout.WindowsPerBatch) + group.LastWindows;

    private IEnumerable<(Tile Tile, Batch Batch)> Batches()
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            foreach (Batch batch in items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r)).SelectMany(r => r.Batches(layout)))
            {
                yield return (tile, batch);
            }
        }
    }

    private void TakeBits(Tile tile, ReadOutGroup group, int bankUnit, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int j = 0; j < tile.PerUnit; j++)
            {
                int channel = tile.Channel((bankUnit * g.Chips) + chip, j);
                for (int w = 0; channel >= 0 && w < Windows(group); w++)
                {
                    int fired = 0;
                    for (int t = 0; t < layout.Binary.ThresholdsPerChannel; t++)
                    {
                        int bit = (((w * layout.Binary.ThresholdsPerChannel) + t) * tile.PerUnit) + j;
                        fired += ((word[bit / 64] >> (bit % 64)) & 1) == 0 ? 1 : 0;
                    }

                    Store(group.FirstItem + w, channel, fired);
                }
            }
        }
    }

    private void TakeCounts(Tile tile, ReadOutGroup group, int bankUnit, int first, ReadOnlySpan<byte> burst)
    {
        int n = Windows(group);
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int a = first; a < Math.Min(first + (g.LaneBits / 16), n * tile.PerUnit); a++)
            {
                int channel = tile.Channel((bankUnit * g.Chips) + chip, a / n);
                if (channel >= 0)
                {
                    int count = (int)(ushort)(word[(a - first) / 4] >> ((a - first) % 4 * 16));
                    int item = group.FirstItem + (a % n);
                    int border = layout.Binary.Counts?.ClassOfPosition[layout.Shape.Position(items.Windows[item], 0)] ?? 0;
                    output.Image(items.Images[item])[(items.Windows[item] * output.Channels) + channel] = tops[(border * output.Channels) + channel] - (layout.Binary.MismatchWeight * count);
                    scores?.Add(items.Images[item], (items.Windows[item] * output.Channels) + channel, (chip * (g.LaneBits / 16)) + a - first, 1);
                }
            }
        }
    }

    private void Store(int item, int channel, int fired)
    {
        (int y, int x) = Math.DivRem(items.Windows[item], output.Width);
        for (int plane = 0; plane < (output.Code?.Count ?? 1); plane++)
        {
            PackedImages target = output.Planes?[plane] ?? output.Bits!;
            target.Set(items.Images[item], y, x, channel, output.Code?.DeviceBit(output.Code.Offset + fired, plane) ?? fired == 0);
        }
    }
}
