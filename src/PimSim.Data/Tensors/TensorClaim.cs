using PimSim.Core;

namespace PimSim.Data;

/// <summary>Compares what a file claims about a tensor with the bytes that are there, before anything is allocated.</summary>
public static class TensorClaim
{
    /// <summary>The most axes: NumPy's own limit.</summary>
    public const int MaxRank = 64;

    /// <summary>The shape, when its elements take exactly <paramref name="bytes"/> bytes.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="type">Type of an element.</param>
    /// <param name="sizes">The claimed sizes of the axes.</param>
    /// <param name="bytes">The bytes that are there.</param>
    /// <param name="file">The file, for the message.</param>
    /// <exception cref="UserErrorException">PIM1006: a size that is negative or does not fit 31 bits, or too many axes. PIM1007: other bytes than needed.</exception>
    public static int[] Check(string name, TensorElementType type, IReadOnlyList<long> sizes, long bytes, string file)
    {
        long elements = Elements(name, sizes, file);
        return (Int128)elements * type.SizeBytes() == bytes
            ? [.. sizes.Select(size => (int)size)]
            : throw new UserErrorException(
                "PIM1007",
                $"tensor '{name}' of shape [{string.Join(", ", sizes)}] claims {elements} elements of {type}, {(Int128)elements * type.SizeBytes()} bytes; {bytes} bytes are there",
                file,
                "the file was cut or its header is wrong: write it again");
    }

    /// <summary>The number of elements, which may be larger than any memory; 2^62 and more are refused here.</summary>
    /// <exception cref="UserErrorException">PIM1006: a size that is negative or does not fit 31 bits, too many axes, or 2^62 elements.</exception>
    public static long Elements(string name, IReadOnlyList<long> sizes, string file)
    {
        if (sizes.Count > MaxRank)
        {
            throw new UserErrorException("PIM1006", $"tensor '{name}' has {sizes.Count} axes", file, $"at most {MaxRank} can be read");
        }

        long elements = 1;
        foreach (long size in sizes)
        {
            Int128 product = (Int128)elements * size;
            if (size is < 0 or > int.MaxValue || product >= 1L << 62)
            {
                throw new UserErrorException("PIM1006", $"tensor '{name}' cannot have the shape [{string.Join(", ", sizes)}]", file, $"sizes are from 0 to {int.MaxValue}, of no more elements than memory has: write the file again");
            }

            elements = (long)product;
        }

        return elements;
    }
}
