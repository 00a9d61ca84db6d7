using System.Runtime.Intrinsics;

namespace PimSim.Bits;

/// <summary>
/// Elementary functions with the same bits on every platform: the platform's libm differs, so nothing that reaches a
/// written byte may use it. Built from + - * /, fused multiply-adds and bit operations only. Errors stay below 1 unit
/// in the last place for double (Tanh 2) and are those of rounding once for float. Special values as in IEEE 754.
/// </summary>
public static class DeterministicMath
{
    /// <summary>e to the power x.</summary>
    public static double Exp(double x) => ExponentialSeries.Exp(x, 0.0);

    /// <summary>Natural logarithm: not a number below 0, negative infinity at 0.</summary>
    public static double Log(double x)
    {
        if (double.IsNaN(x) || x < 0.0)
        {
            return double.NaN;
        }

        if (x == 0.0)
        {
            return double.NegativeInfinity;
        }

        return double.IsPositiveInfinity(x) ? x : LogarithmSeries.Log(x, out _);
    }

    /// <summary>Replaces each number by its natural logarithm: the same bits as one by one.</summary>
    public static void Log(Span<double> values)
    {
        int done = 0;
        for (; Vector256.IsHardwareAccelerated && done + Vector256<double>.Count <= values.Length; done += Vector256<double>.Count)
        {
            Span<double> four = values.Slice(done, Vector256<double>.Count);
            Vector256<double> x = Vector256.Create<double>(four);
            if (Vector256.GreaterThanOrEqualAll(x, Vector256.Create(LogarithmSeries.SmallestNormal)) && Vector256.LessThanOrEqualAll(x, Vector256.Create(double.MaxValue)))
            {
                LogarithmSeries.Log(x).CopyTo(four);
                continue;
            }

            foreach (ref double value in four)
            {
                value = Log(value);
            }
        }

        foreach (ref double value in values[done..])
        {
            value = Log(value);
        }
    }

    /// <summary>Cosine of x radians; not a number for infinities.</summary>
    public static double Cos(double x)
    {
        if (!double.IsFinite(x))
        {
            return double.NaN;
        }

        int quadrant = TrigonometricSeries.Reduce(x, out double r, out double low);
        double value = (quadrant & 1) == 0 ? TrigonometricSeries.Cos(r, low) : TrigonometricSeries.Sin(r, low);
        return quadrant is 1 or 2 ? -value : value;
    }

    /// <summary>Sine of x radians; not a number for infinities.</summary>
    public static double Sin(double x)
    {
        if (!double.IsFinite(x))
        {
            return double.NaN;
        }

        if (x == 0.0)
        {
            return x;
        }

        int quadrant = TrigonometricSeries.Reduce(x, out double r, out double low);
        double value = (quadrant & 1) == 0 ? TrigonometricSeries.Sin(r, low) : TrigonometricSeries.Cos(r, low);
        return quadrant >= 2 ? -value : value;
    }

    /// <summary>Hyperbolic tangent.</summary>
    public static double Tanh(double x)
    {
        double magnitude = Math.Abs(x);
        if (!(magnitude <= 20.0))
        {
            return double.IsNaN(x) ? x : Math.CopySign(1.0, x);
        }

        if (magnitude < 1e-8)
        {
            return x;
        }

        double t = ExponentialSeries.ExpMinusOne(2.0 * magnitude);
        return Math.CopySign(t / (t + 2.0), x);
    }

    /// <summary>x to the power y, with the special values of IEEE 754 (pow).</summary>
    public static double Pow(double x, double y)
    {
        if (y == 0.0 || x == 1.0)
        {
            return 1.0;
        }

        if (double.IsNaN(x) || double.IsNaN(y))
        {
            return double.NaN;
        }

        bool odd = IsOddInteger(y);
        if (x == 0.0 || double.IsInfinity(x))
        {
            double limit = (x == 0.0) == (y > 0.0) ? 0.0 : double.PositiveInfinity;
            return odd && double.IsNegative(x) ? -limit : limit;
        }

        double magnitude = Math.Abs(x);
        if (double.IsInfinity(y))
        {
            return magnitude == 1.0 ? 1.0 : (magnitude > 1.0) == (y > 0.0) ? double.PositiveInfinity : 0.0;
        }

        if (x < 0.0 && Math.Floor(y) != y)
        {
            return double.NaN;
        }

        double power = PositivePower(magnitude, y);
        return x < 0.0 && odd ? -power : power;
    }

    /// <summary>e to the power x.</summary>
    public static float Exp(float x) => (float)Exp((double)x);

    /// <summary>Natural logarithm.</summary>
    public static float Log(float x) => (float)Log((double)x);

    /// <summary>Cosine of x radians.</summary>
    public static float Cos(float x) => (float)Cos((double)x);

    /// <summary>Sine of x radians.</summary>
    public static float Sin(float x) => (float)Sin((double)x);

    /// <summary>Hyperbolic tangent.</summary>
    public static float Tanh(float x) => (float)Tanh((double)x);

    /// <summary>x to the power y.</summary>
    public static float Pow(float x, float y) => (float)Pow((double)x, (double)y);

    private static double PositivePower(double x, double y)
    {
        double log = LogarithmSeries.Log(x, out double logLow);
        double product = y * log;
        if (Math.Abs(product) > 800.0)
        {
            return product > 0.0 ? double.PositiveInfinity : 0.0;
        }

        return ExponentialSeries.Exp(product, Math.FusedMultiplyAdd(y, log, -product) + (y * logLow));
    }

    // From 2^53 on every double is even.
    private static bool IsOddInteger(double y) =>
        Math.Abs(y) < 9007199254740992.0 && Math.Floor(y) == y && ((long)y & 1) != 0;
}
