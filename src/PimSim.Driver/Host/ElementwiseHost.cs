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
                    yield return burst => TakeNumbers(tile, item, burst);
                }

                if (signs is not null)
                {
                    yield return burst => TakeSigns(tile, group.FirstItem, windows, burst);
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
                words[(chip * chipWords) + (lane / 2)] |= (ulong)BitConverter.SingleToUInt32Bits(value) << (lane % 2 * 32);
            }
        }
    }

    private void TakeNumbers(Tile tile, int item, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int l = 0; l < g.Lanes; l++)
            {
                int channel = tile.Channel(chip, l);
                if (channel >= 0)
                {
                    int at = (items.Windows[item] * numbers!.Channels) + channel;
                    scores?.Add(items.Images[item], at, (chip * g.Lanes) + l, 1);
                    numbers.Image(items.Images[item])[at] = BitConverter.UInt32BitsToSingle((uint)(word[l / 2] >> (l % 2 * 32)));
                }
            }
        }
    }

    private void TakeSigns(Tile tile, int firstItem, int windows, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int l = 0; l < g.Lanes; l++)
            {
                int channel = tile.Channel(chip, l);
                for (int w = 0; channel >= 0 && w < windows; w++)
                {
                    int bit = (w * g.Lanes) + l;
                    (int y, int x) = Math.DivRem(items.Windows[firstItem + w], signs!.Width);
                    signs.Bits!.Set(items.Images[firstItem + w], y, x, channel, ((word[bit / 64] >> (bit % 64)) & 1) != 0);
                }
            }
        }
    }
}
