using BenchmarkDotNet.Attributes;
using PimSim.Bits;

namespace PimSim.Benchmarks;

/// <summary>Binary matrix products by every supported kernel, one thread.</summary>
[MemoryDiagnoser]
public class BinaryProductBenchmarks
{
    private IXnorKernel kernel = XnorKernels.Best;
    private PackedMatrix a = new(1, 1);
    private PackedMatrix weights = new(1, 1);
    private PackedPanel b = new(1, 1);
    private int[] result = [];

    /// <summary>Names of the kernels this processor runs.</summary>
    public static IEnumerable<string> Kernels => XnorKernels.All.Where(k => k.IsSupported).Select(k => k.Name);

    /// <summary>The kernel.</summary>
    [ParamsSource(nameof(Kernels))]
    public string Kernel { get; set; } = "";

    /// <summary>Rows, outputs and bits.</summary>
    [Params("1024x1024x1024", "196x64x288", "36x128x576")]
    public string Shape { get; set; } = "";

    /// <summary>Makes the operands.</summary>
    [GlobalSetup]
    public void Setup()
    {
        int[] sizes = [.. Shape.Split('x').Select(int.Parse)];
        kernel = XnorKernels.All.Single(k => k.Name == Kernel);
        a = BinaryInputs.Matrix(sizes[0], sizes[2], 1);
        weights = BinaryInputs.Matrix(sizes[1], sizes[2], 1UL << 40);
        b = PackedPanel.From(weights);
        result = new int[sizes[0] * sizes[1]];
        Product();
    }

    /// <summary>All mismatch counts.</summary>
    [Benchmark]
    public void Product() => kernel.MismatchCounts(a.Words, a.Rows, a.WordsPerRow, b, result, b.Outputs);

    /// <summary>Packing the right side, the kernel's own layout included.</summary>
    [Benchmark]
    public void Load() => b.Load(weights);
}
