namespace PimSim.Training;

/// <summary>
/// A batch as blocks of 16 images, the unit of threading and of summation: inside a block images are added in order, blocks
/// by a pairwise tree, whatever the number of threads (design.md section 4).
/// </summary>
internal static class ImageBlocks
{
    public const int Size = 16;

    /// <summary>Blocks of a batch; the last one may be short.</summary>
    public static int Count(int images) => (images + Size - 1) / Size;

    /// <summary>First image of a block and the one after its last.</summary>
    public static (int First, int End) Range(int block, int images) => (block * Size, Math.Min((block + 1) * Size, images));
}
