using BenchmarkDotNet.Running;

namespace PimSim.Benchmarks;

/// <summary>BenchmarkDotNet's switcher, or <c>--ratio</c>: a short comparison of the binary kernels.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["--ratio"])
        {
            KernelRatio.Print(Console.Out);
            return 0;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
        return 0;
    }
}
