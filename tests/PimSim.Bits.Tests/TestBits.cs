namespace PimSim.Bits.Tests;

/// <summary>Bit patterns and the naive +1/-1 arithmetic that the kernels are held against.</summary>
internal static class TestBits
{
    /// <summary>Aperiodic values +1 and -1.</summary>
    public static sbyte[] Signs(int count, ulong salt)
    {
        var signs = new sbyte[count];
        for (int i = 0; i < count; i++)
        {
            ulong z = ((ulong)i + (salt << 32)) * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            signs[i] = (z >> 63) != 0 ? (sbyte)-1 : (sbyte)1;
        }

        return signs;
    }

    /// <summary>rows x outputs inner products of rows x k and outputs x k signs.</summary>
    public static int[] Dots(sbyte[] a, sbyte[] b, int rows, int outputs, int k)
    {
        var dots = new int[rows * outputs];
        for (int r = 0; r < rows; r++)
        {
            for (int o = 0; o < outputs; o++)
            {
                int sum = 0;
                for (int i = 0; i < k; i++)
                {
                    sum += a[(r * k) + i] * b[(o * k) + i];
                }

                dots[(r * outputs) + o] = sum;
            }
        }

        return dots;
    }

    /// <summary>Bytes this thread allocates in a call, after calls that warm up pools, caches and the compiler.</summary>
    public static long AllocatedBytes(Action action)
    {
        for (int i = 0; i < 40; i++)
        {
            action();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        action();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
