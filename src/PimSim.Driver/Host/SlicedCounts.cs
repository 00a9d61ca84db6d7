using PimSim.Device;

namespace PimSim.Driver;

/// <summary>
/// Counts of a layer whose accumulators are too narrow, put together on the host: sums of the parts, then the layer's thresholds and
/// its pool, as the unit would decide them.
/// </summary>
internal sealed class SlicedCounts
{
    private readonly BinaryLayout layout;
    private readonly int[] counts;

    public SlicedCounts(BinaryLayout layout)
    {
        this.layout = layout;
        counts = new int[layout.MaxPositions * layout.Tiles.Max(t => t.Channels)];
    }

    /// <summary>Begins with the batch of a tile.</summary>
    public void Clear() => Array.Clear(counts);

    /// <summary>Adds a part of the count of a channel of the tile at a position of the batch.</summary>
    public void Add(int channel, int position, int part) => counts[(channel * layout.MaxPositions) + position] += part;

    /// <summary>How many thresholds of a channel fire in a window of the batch.</summary>
    /// <param name="tile">The tile.</param>
    /// <param name="channel">Channel of the tile.</param>
    /// <param name="window">Window of the batch.</param>
    /// <param name="windowOfImage">The same window in its image.</param>
    public int Fired(Tile tile, int channel, int window, int windowOfImage)
    {
        int positions = layout.Shape.WindowPositions;
        int perChannel = layout.Binary.ThresholdsPerChannel;
        int fired = 0;
        for (int t = 0; t < perChannel; t++)
        {
            bool any = false;
            bool all = true;
            bool takesAny = true;
            for (int i = 0; i < positions; i++)
            {
                int set = (layout.Binary.Thresholds!.ClassOfPosition[layout.Shape.Position(windowOfImage, i)] * perChannel) + t;
                ThresholdEntry entry = layout.HostEntries[(set * layout.Shape.OutChannels) + tile.FirstChannel + channel];
                bool fires = entry.Fires(counts[(channel * layout.MaxPositions) + (window * positions) + i]);
                any |= fires;
                all &= fires;
                takesAny = i == 0 ? !entry.Direction || layout.Binary.PoolIgnoresDirection : takesAny;
            }

            fired += (takesAny ? any : all) ? 1 : 0;
        }

        return fired;
    }
}
