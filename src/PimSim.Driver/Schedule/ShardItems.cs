namespace PimSim.Driver;

/// <summary>
/// What one domain computes of a layer for a group of images: a contiguous part of all (signature, image, window), so
/// that domains that share the images get equal numbers.
/// </summary>
internal sealed class ShardItems
{
    private ShardItems(int[] images, int[] windows, ItemRun[] runs)
    {
        Images = images;
        Windows = windows;
        Runs = runs;
    }

    /// <summary>Image within the group, by item.</summary>
    public int[] Images { get; }

    /// <summary>Pool window, by item.</summary>
    public int[] Windows { get; }

    /// <summary>The items cut by signature.</summary>
    public ItemRun[] Runs { get; }

    /// <summary>Some runs of <paramref name="items"/>.</summary>
    public static ShardItems Of(ShardItems items, ItemRun[] runs) => new(items.Images, items.Windows, runs);

    public static ShardItems Create(WindowOrder order, int groupImages, int shard, int shards)
    {
        long total = (long)order.Count * groupImages;
        long first = total * shard / shards;
        long end = total * (shard + 1) / shards;
        var images = new List<int>();
        var windows = new List<int>();
        var runs = new List<ItemRun>();
        long position = 0;
        for (int s = 0; s < order.Windows.Length; s++)
        {
            int runStart = images.Count;
            for (int image = 0; image < groupImages; image++)
            {
                foreach (int window in order.Windows[s])
                {
                    if (position >= first && position < end)
                    {
                        images.Add(image);
                        windows.Add(window);
                    }

                    position++;
                }
            }

            if (images.Count > runStart)
            {
                runs.Add(new ItemRun(s, runStart, images.Count - runStart));
            }
        }

        return new ShardItems([.. images], [.. windows], [.. runs]);
    }
}
