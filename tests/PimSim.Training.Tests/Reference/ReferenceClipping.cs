namespace PimSim.Training.Tests;

/// <summary>Parameterized weight clipping in double, straight from its formulas (training.md section 2).</summary>
internal static class ReferenceClipping
{
    public static double[] Clip(double[] w, double l, double u) => [.. w.Select(v => Math.Min(Math.Max(v, l), u))];

    public static double Scale(double[] clipped) => clipped.Average(Math.Abs);

    public static double[] Signs(double[] clipped) => [.. clipped.Select(v => v >= 0.0 ? 1.0 : -1.0)];

    public static (double[] Weights, double Lower, double Upper) Backward(double[] w, double l, double u, double[] gc, bool inclusive)
    {
        double[] weights = [.. w.Select((v, i) => (v > l && v < u) || (inclusive && (v == l || v == u)) ? gc[i] : 0.0)];
        return (weights, w.Select((v, i) => v <= l ? gc[i] : 0.0).Sum(), w.Select((v, i) => v >= u ? gc[i] : 0.0).Sum());
    }
}
