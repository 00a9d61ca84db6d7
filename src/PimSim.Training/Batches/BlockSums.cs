using PimSim.Bits;

namespace PimSim.Training;

/// <summary>A row of sums for each block of a batch, and their sum as a pairwise tree over the blocks.</summary>
internal sealed class BlockSums
{
    // Sums that are added at once: those of all blocks stay in the cache.
    private const int Part = 4096;
    private readonly AlignedFloats[] rows;

    public BlockSums(int batchSize, int length)
    {
        rows = new AlignedFloats[ImageBlocks.Count(batchSize)];
        for (int b = 0; b < rows.Length; b++)
        {
            rows[b] = new AlignedFloats(length);
        }
    }

    /// <summary>The row of a block, set to 0.</summary>
    public Span<float> Start(int block)
    {
        rows[block].Span.Clear();
        return rows[block].Span;
    }

    /// <summary>The row of a block as it is.</summary>
    public Span<float> Row(int block) => rows[block].Span;

    /// <summary>
    /// The sum over the first <paramref name="blocks"/> rows: neighbours first, then neighbours' sums; an odd one out waits
    /// for the next level. Valid until the next <see cref="Start"/>.
    /// </summary>
    public Span<float> Total(int blocks)
    {
        for (int start = 0; start < rows[0].Length; start += Part)
        {
            Add(blocks, start);
        }

        return rows[0].Span;
    }

    /// <summary>The same by the threads of a team.</summary>
    public Span<float> Total<TScratch>(int blocks, WorkerTeam<TScratch> team)
    {
        team.Run((rows[0].Length + Part - 1) / Part, (part, _) => Add(blocks, part * Part));
        return rows[0].Span;
    }

    private void Add(int blocks, int start)
    {
        int length = Math.Min(Part, rows[0].Length - start);
        for (int step = 1; step < blocks; step *= 2)
        {
            for (int b = 0; b + step < blocks; b += 2 * step)
            {
                VectorKernels.Add(rows[b].Slice(start, length), rows[b + step].Slice(start, length));
            }
        }
    }
}
