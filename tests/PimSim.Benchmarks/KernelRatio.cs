using System.Diagnostics;
using PimSim.Bits;

namespace PimSim.Benchmarks;

/// <summary>Speed of every binary kernel and its ratio to the scalar twin, best of several repetitions in one run.</summary>
internal static class KernelRatio
{
    private const double SecondsPerShape = 3.0;

    private static readonly (string Name, int Rows, int Outputs, int Bits)[] Shapes =
    [
        ("1024^3", 1024, 1024, 1024),
        ("196 x 64 x 288", 196, 64, 288),
        ("36 x 128 x 576", 36, 128, 576),
        ("64 x 10 x 1024", 64, 10, 1024),
    ];

    public static void Print(TextWriter output)
    {
        foreach ((string name, int rows, int outputs, int bits) in Shapes)
        {
            PackedMatrix a = BinaryInputs.Matrix(rows, bits, 1);
            PackedPanel b = PackedPanel.From(BinaryInputs.Matrix(outputs, bits, 1UL << 40));
            int[] result = new int[rows * outputs];
            IXnorKernel[] kernels = [.. XnorKernels.All.Where(k => k.IsSupported)];
            double[] best = Measure(kernels, a, b, result);
            double macs = (double)rows * outputs * bits;
            double scalar = best[^1];
            output.WriteLine($"binary product {name}, one thread");
            for (int i = 0; i < kernels.Length; i++)
            {
                output.WriteLine($"  {kernels[i].Name,-12} {macs / best[i] / 1e12,7:F3} Tbit-MAC/s {scalar / best[i],7:F2} x scalar");
            }
        }
    }

    /// <summary>Seconds of the fastest call of each kernel; the kernels take turns, so that all see the same disturbances.</summary>
    private static double[] Measure(IXnorKernel[] kernels, PackedMatrix a, PackedPanel b, int[] result)
    {
        double[] best = [.. kernels.Select(_ => double.PositiveInfinity)];
        long start = Stopwatch.GetTimestamp();
        for (int round = 0; round < 50 || Stopwatch.GetElapsedTime(start).TotalSeconds < SecondsPerShape; round++)
        {
            for (int i = 0; i < kernels.Length; i++)
            {
                long began = Stopwatch.GetTimestamp();
                kernels[i].MismatchCounts(a.Words, a.Rows, a.WordsPerRow, b, result, b.Outputs);
                best[i] = Math.Min(best[i], Stopwatch.GetElapsedTime(began).TotalSeconds);
            }
        }

        return best;
    }
}
