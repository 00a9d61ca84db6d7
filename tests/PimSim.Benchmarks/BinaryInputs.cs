using PimSim.Bits;

namespace PimSim.Benchmarks;

/// <summary>Packed operands with a fixed, aperiodic bit pattern.</summary>
internal static class BinaryInputs
{
    public static PackedMatrix Matrix(int rows, int columns, ulong salt)
    {
        var matrix = new PackedMatrix(rows, columns);
        for (int r = 0; r < rows; r++)
        {
            for (int c = 0; c < columns; c++)
            {
                matrix.Set(r, c, Bit(((ulong)r * (ulong)columns) + (ulong)c, salt));
            }
        }

        return matrix;
    }

    public static PackedImages Images(int count, int height, int width, int channels, ulong salt)
    {
        var images = new PackedImages(count, height, width, channels);
        ulong at = 0;
        for (int n = 0; n < count; n++)
        {
            for (int y = 0; y < height; y++)
            {
                for (int x = 0; x < width; x++)
                {
                    for (int c = 0; c < channels; c++)
                    {
                        images.Set(n, y, x, c, Bit(at++, salt));
                    }
                }
            }
        }

        return images;
    }

    // The finalizer of SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number generators", 2014).
    private static bool Bit(ulong index, ulong salt)
    {
        ulong z = (index + salt) * 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return ((z ^ (z >> 31)) & 1) != 0;
    }
}
