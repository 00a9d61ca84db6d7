namespace PimSim.Driver;

/// <summary>Sums of each block of images and, once all are there, their total as a pairwise tree.</summary>
internal sealed class BlockedSums
{
    private float[]? total;

    public BlockedSums(int blocks, int length)
    {
        Blocks = [.. Enumerable.Range(0, blocks).Select(_ => new float[length])];
    }

    public float[][] Blocks { get; }

    /// <summary>The total: neighbours first, then neighbours' sums.</summary>
    public float[] Total()
    {
        if (total is null)
        {
            float[][] rows = [.. Blocks.Select(b => (float[])b.Clone())];
            for (int step = 1; step < rows.Length; step *= 2)
            {
                for (int b = 0; b + step < rows.Length; b += 2 * step)
                {
                    for (int i = 0; i < rows[b].Length; i++)
                    {
                        rows[b][i] += rows[b + step][i];
                    }
                }
            }

            total = rows[0];
        }

        return total;
    }
}
