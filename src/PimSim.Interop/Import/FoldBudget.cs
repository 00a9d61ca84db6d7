namespace PimSim.Interop;

/// <summary>How many elements importing may make in all: in proportion to the file, so that a small file cannot fill the memory.</summary>
/// <param name="stored">Elements that the file stores.</param>
/// <param name="least">Elements that any file may make.</param>
internal sealed class FoldBudget(long stored, long least = 1 << 22)
{
    private long left = least + (16 * stored);

    /// <summary>Takes elements that a node is about to make.</summary>
    /// <exception cref="PimSim.Core.UserErrorException">PIM1135: too many.</exception>
    public void Take(OnnxNode node, IReadOnlyList<int> shape)
    {
        foreach (int size in shape)
        {
            if (size < 1)
            {
                throw ImportFault.Operand(node, $"has a shape of [{string.Join(", ", shape)}], without elements");
            }
        }

        Int128 count = shape.Aggregate((Int128)1, (product, size) => product > left ? product : product * size);
        left -= count > left ? throw ImportFault.Size(node) : (long)count;
    }
}
