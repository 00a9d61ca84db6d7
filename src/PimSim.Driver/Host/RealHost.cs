namespace PimSim.Driver;

/// <summary>Host side of <see cref="RealLowering"/>: numbers or sign bits out, bits or sums in.</summary>
internal sealed class RealHost : ILayerHost
{
    private readonly UnitGeometry g;
    private readonly RealLayout layout;
    private readonly ShardItems items;
    private readonly Activations input;
    private readonly Activations output;
    private readonly BusPacker packer;
    private readonly LaneResults results;
    private readonly ScoreMap? scores;

    public RealHost(UnitGeometry geometry, RealLayout layout, ShardItems items, Activations input, Activations output, ScoreMap? scores)
    {
        this.scores = scores;
        g = geometry;
        this.layout = layout;
        this.items = items;
        this.input = input;
        this.output = output;
        packer = new BusPacker(geometry);
        results = new LaneResults(geometry, packer, items);
    }

    public IEnumerable<byte[]> Inputs()
    {
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            foreach (Batch batch in items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r)).SelectMany(r => r.Batches(layout)))
            {
                foreach (RealSegment s in layout.Segments(g, tile))
                {
                    foreach (byte[] burst in layout.SendsSigns ? Signs(batch, s) : Numbers(batch, s))
                    {
                        yield return burst;
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
                int windows = (group.FullBatches * layout.WindowsPerBatch) + group.LastWindows;
                for (int w = 0; w < (layout.Real.OutputIsBits ? 1 : windows); w++)
                {
                    for (int bankUnit = 0; bankUnit < g.BankUnits(tile.Units); bankUnit++)
                    {
                        int unit = bankUnit;
                        int item = group.FirstItem + w;
                        yield return layout.Real.OutputIsBits
                            ? burst => results.TakeSigns(output, tile, unit, item, windows, burst)
                            : burst => results.TakeNumbers(output, scores, tile, unit, item, burst);
                    }
                }
            }
        }
    }

    private IEnumerable<byte[]> Signs(Batch batch, RealSegment s)
    {
        if (s.FirstElement % g.LaneBits != 0)
        {
            yield break;
        }

        int unitWords = g.LaneBits / 64;
        ulong[] patch = new ulong[UnitGeometry.Ceiling(layout.Shape.PatchElements, g.LaneBits) * unitWords];
        for (int i = 0; i < batch.Windows * layout.Shape.WindowPositions; i++)
        {
            (int image, int position) = Place(batch, i);
            PatchReader.Bits(layout.Shape, input.Bits!, image, 0, position, layout.Real.PadValue < 0, patch);
            yield return packer.Broadcast(patch.AsSpan(s.FirstElement / g.LaneBits * unitWords, unitWords));
        }
    }

    private IEnumerable<byte[]> Numbers(Batch batch, RealSegment s)
    {
        int n = batch.Windows * layout.Shape.WindowPositions;
        int block = layout.BlockElements(g, n);
        ulong[] register = new ulong[g.LaneBits / 64];
        for (int k = 0; k < s.Length; k += block)
        {
            int elements = Math.Min(block, s.Length - k) * n;
            for (int e = 0; e < elements; e += g.Lanes)
            {
                Array.Clear(register);
                for (int l = 0; l < g.Lanes && e + l < elements; l++)
                {
                    (int image, int position) = Place(batch, (e + l) % n);
                    float value = PatchReader.Number(layout.Shape, input, image, position, s.FirstElement + k + ((e + l) / n), layout.Real.PadValue);
                    Lanes.Set(register, l, value);
                }

                yield return packer.Broadcast(register);
            }
        }
    }

    /// <summary>Image and output position of vector register i: position of the window first, then window.</summary>
    private (int Image, int Position) Place(Batch batch, int i)
    {
        int item = batch.FirstItem + (i % batch.Windows);
        return (items.Images[item], layout.Shape.Position(items.Windows[item], i / batch.Windows));
    }
}
