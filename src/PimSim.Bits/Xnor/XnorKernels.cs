namespace PimSim.Bits;

/// <summary>The implementations, fastest first, and the one this process uses.</summary>
internal static class XnorKernels
{
    /// <summary>Every implementation, supported here or not.</summary>
    public static IReadOnlyList<IXnorKernel> All { get; } =
        [new Avx512VbmiXnorKernel(), new Avx512XnorKernel(), new Avx2XnorKernel(), new ScalarXnorKernel()];

    /// <summary>The first supported one; the scalar twin always is.</summary>
    public static IXnorKernel Best { get; } = All.First(k => k.IsSupported);
}
