using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>
/// A batch norm whose sign is that of scale * y + offset, for every finite fp32 number y: parameters that are no fp32 numbers
/// themselves become a limit that is one. Only the sign is kept.
/// </summary>
internal static class RealNorm
{
    /// <summary>The node.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="scale">Scale of each channel.</param>
    /// <param name="offset">Offset of each channel.</param>
    public static BatchNormNode Of(string name, IReadOnlyList<string> inputs, Surd[] scale, Surd[] offset)
    {
        float[] gamma = new float[scale.Length];
        float[] beta = new float[scale.Length];
        float[] mean = new float[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            if (scale[c].Sign == 0)
            {
                beta[c] = offset[c].Sign >= 0 ? 1 : -1;
                continue;
            }

            // A falling line turned round fires for -y.
            Surd limit = -(offset[c] / scale[c]);
            float rising = SmallestFrom(scale[c].Sign < 0 ? -limit : limit);
            if (float.IsFinite(rising))
            {
                (gamma[c], mean[c]) = scale[c].Sign < 0 ? (-1, -rising) : (1, rising);
            }
            else
            {
                beta[c] = -1;
            }
        }

        float[] variance = new float[scale.Length];
        Array.Fill(variance, 1);
        return new BatchNormNode { Name = name, Inputs = inputs, Gamma = gamma, Beta = beta, Mean = mean, Variance = variance, Epsilon = 0 };
    }

    /// <summary>The smallest fp32 number that is not below a limit; infinite where there is none.</summary>
    private static float SmallestFrom(Surd limit)
    {
        (float low, float high) = (float.NegativeInfinity, float.PositiveInfinity);
        for (float next = 0; low < next && next < high; next = Between(low, high))
        {
            (low, high) = limit.CompareTo(Surd.From(next)) <= 0 ? (low, next) : (next, high);
        }

        return high;
    }

    /// <summary>A number between two, halfway in the order of fp32 numbers; one of both where there is none.</summary>
    private static float Between(float low, float high)
    {
        long a = Order(low);
        return FromOrder(a + ((Order(high) - a) / 2));
    }

    private static long Order(float value) => BitConverter.SingleToInt32Bits(value) is var bits && bits >= 0 ? bits : -(long)(bits & int.MaxValue);

    private static float FromOrder(long order) => order >= 0 ? BitConverter.Int32BitsToSingle((int)order) : -BitConverter.Int32BitsToSingle((int)-order);
}
