namespace PimSim.Driver;

/// <summary>Takes what lanes of a tile's channels give, out of the words that they are read out in.</summary>
internal sealed class LaneResults(UnitGeometry g, BusPacker packer, ShardItems items)
{
    /// <summary>A number a lane, of one item.</summary>
    public void TakeNumbers(Activations target, ScoreMap? scores, Tile tile, int bankUnit, int item, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int l = 0; l < g.Lanes; l++)
            {
                int channel = tile.Channel((bankUnit * g.Chips) + chip, l);
                if (channel >= 0)
                {
                    int at = (items.Windows[item] * target.Channels) + channel;
                    scores?.Add(items.Images[item], at, (chip * g.Lanes) + l, 1);
                    target.Image(items.Images[item])[at] = Lanes.Get(word, l);
                }
            }
        }
    }

    /// <summary>A sign bit a lane, of one item after the other.</summary>
    public void TakeSigns(Activations target, Tile tile, int bankUnit, int firstItem, int windows, ReadOnlySpan<byte> burst)
    {
        for (int chip = 0; chip < g.Chips; chip++)
        {
            ReadOnlySpan<ulong> word = packer.Chip(burst, chip);
            for (int l = 0; l < g.Lanes; l++)
            {
                int channel = tile.Channel((bankUnit * g.Chips) + chip, l);
                for (int w = 0; channel >= 0 && w < windows; w++)
                {
                    int bit = (w * g.Lanes) + l;
                    (int y, int x) = Math.DivRem(items.Windows[firstItem + w], target.Width);
                    target.Bits!.Set(items.Images[firstItem + w], y, x, channel, ((word[bit / 64] >> (bit % 64)) & 1) != 0);
                }
            }
        }
    }
}
