using PimSim.Bits;

namespace PimSim.Training;

/// <summary>A row of sums for each block of a batch, and their sum as a pairwise tree over the blocks.</summary>
internal sealed class BlockSums
{
    private readonly AlignedFloats[] _rows;

    public BlockSums(int batchSize, int length)
    {
        _rows = new AlignedFloats[ImageBlocks.Count(batchSize)];
        for (int b = 0; b < _rows.Length; b++)
        {
            _rows[b] = new AlignedFloats(length);
        }
    }

    /// <summary>The row of a block, set to 0.</summary>
    public Span<float> Start(int block)
    {
        _rows[block].Span.Clear();
        return _rows[block].Span;
    }

    /// <summary>
    /// The sum over the first <paramref name="blocks"/> rows: neighbours first, then neighbours' sums; an odd one out waits
    /// for the next level. Valid until the next <see cref="Start"/>.
    /// </summary>
    public Span<float> Total(int blocks)
    {
        for (int step = 1; step < blocks; step *= 2)
        {
            for (int b = 0; b + step < blocks; b += 2 * step)
            {
                VectorKernels.Add(_rows[b].Span, _rows[b + step].Span);
            }
        }

        return _rows[0].Span;
    }
}
