using System.Globalization;
using BenchmarkDotNet.Running;

namespace PimSim.Benchmarks;

/// <summary>BenchmarkDotNet's switcher, <c>--ratio</c>: a short comparison of the binary kernels, or <c>--training DATA IMAGES</c>: time per epoch.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        if (arguments is ["--ratio"])
        {
            KernelRatio.Print(Console.Out);
            return 0;
        }

        if (arguments is ["--training", string data, string images] && int.TryParse(images, CultureInfo.InvariantCulture, out int count))
        {
            TrainingTime.Print(data, count, Console.Out);
            return 0;
        }

        BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
        return 0;
    }
}
