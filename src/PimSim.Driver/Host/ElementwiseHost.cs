namespace PimSim.Driver;

/// <summary>Host side of <see cref="ElementwiseLayerLowering"/>: elements out, a chip's lanes in its bytes; numbers and sign bits in.</summary>
internal sealed class ElementwiseHost : ILayerHost
{
    private readonly UnitGeometry g;
    private readonly ElementwiseLayout layout;
    private readonly ShardItems items;
    private readonly IReadOnlyList<Activations> inputs;
    private readonly Activations? numbers;
    private readonly Activations? signs;
    private readonly ScoreMap? scores;
    private readonly BusPacker packer;
    private readonly LaneResults results;

    public ElementwiseHost(
        UnitGeometry geometry, ElementwiseLayout layout, ShardItems items, IReadOnlyList<Activations> inputs, Activations? numbers, Activations? signs, ScoreMap? scores)
    {
        g = geometry;
        this.layout = layout;
        this.items = items;
        this.inputs = inputs;
        this.numbers = numbers;
        this.signs = signs;
        this.scores = scores;
        packer = new BusPacker(geometry);
        results = new LaneResults(geometry, packer, items);
    }

    /// <summary>Element of a window in a tensor; outside the image stands what never wins a maximum.</summary>
    public static float Element(LayerShape shape, Activations input, int image, int window, int tap, int channel)
    {
        int y = (window / shape.OutWidth * shape.Stride) - shape.Padding + (tap / shape.KernelWidth);
        int x = (window % shape.OutWidth * shape.Stride) - shape.Padding + (tap % shape.KernelWidth);
        return y >= 0 && y < shape.Height && x >= 0 && x < shape.Width ? input.Number(image, y, x, channel) : float.NegativeInfinity;
    }

    public IEnumerable<byte[]> Inputs()
    {
        ulong[] words = new ulong[g.Chips * g.LaneBits / 64];
        foreach (Tile tile in items.Runs.Length == 0 ? [] : layout.Tiles)
        {
            foreach (Batch batch in Groups().SelectMany(r => r.Batches(layout)))
            {
                foreach (Activations input in inputs)
                {
                    for (int tap = 0; tap < layout.Taps; tap++)
                    {
                        for (int w = 0; w < batch.Windows; w++)
                        {
                            Fill(words, tile, input, batch.FirstItem + w, tap);
                            yield return packer.ToBus(words);
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
            foreach (ReadOutGroup group in Groups())
            {
                int windows = (group.FullBatches * layout.WindowsPerBatch) + group.LastWindows;
                for (int w = 0; numbers is not null && w < windows; w++)
                {
                    int item = group.FirstItem + w;
                    yield return burst => results.TakeNumbers(numbers, scores, tile, 0, item, burst);
                }

                if (signs is not null)
                {
                    yield return burst => results.TakeSigns(signs, tile, 0, group.FirstItem, windows, burst);
                }
            }
        }
    }

    private IEnumerable<ReadOutGroup> Groups() => items.Runs.SelectMany(r => ReadOutGroup.Of(layout, r));

    private void Fill(ulong[] words, Tile tile, Activations input, int item, int tap)
    {
        Array.Clear(words);
        int chipWords = g.LaneBits / 64;
        for (int i = 0; i < g.Chips * g.Lanes; i++)
        {
            (int chip, int lane) = Math.DivRem(i, g.Lanes);
            int channel = tile.Channel(chip, lane);
            if (channel >= 0)
            {
                float value = Element(layout.Shape, input, items.Images[item], items.Windows[item], tap, channel);
                Lanes.Set(words.AsSpan(chip * chipWords), lane, value);
            }
        }
    }
}
