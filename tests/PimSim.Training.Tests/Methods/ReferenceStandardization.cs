using PimSim.Bits;

namespace PimSim.Training.Tests;

/// <summary>Standardized weights and ReCU in double, straight from their formulas (training.md section 3).</summary>
internal static class ReferenceStandardization
{
    public static double[] Standardize(double[] w, int channels, double factor)
    {
        int depth = w.Length / channels;
        return
        [
            .. w.Chunk(depth).SelectMany(channel =>
            {
                double mean = channel.Average();
                double variance = channel.Sum(v => (v - mean) * (v - mean)) / (depth - 1);
                return channel.Select(v => (v - mean) / (Math.Sqrt(variance + 1e-5) / factor));
            }),
        ];
    }

    public static double Quantile(double[] standard, double tau) => -standard.Average(Math.Abs) * DeterministicMath.Log(2 - (2 * tau));

    public static double[] Scales(double[] clamped, int channels) => [.. clamped.Chunk(clamped.Length / channels).Select(c => c.Average(Math.Abs))];

    /// <summary>The gradient of the sum of g f(w) by central differences.</summary>
    public static double[] Differences(double[] w, float[] g, Func<double[], double[]> f)
    {
        const double Step = 1e-6;
        return [.. w.Select((_, i) => (Loss(i, Step) - Loss(i, -Step)) / (2 * Step))];

        double Loss(int i, double step)
        {
            double[] moved = [.. w];
            moved[i] += step;
            return f(moved).Select((v, j) => v * g[j]).Sum();
        }
    }
}
