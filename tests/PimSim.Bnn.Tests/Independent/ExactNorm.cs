namespace PimSim.Bnn.Tests.Independent;

/// <summary>
/// Whether gamma * (y - mean) / sqrt(variance + epsilon) + beta &gt;= 0, for one channel. With f(t) = t * |t|, which rises
/// with t, that is f(gamma * (y - mean)) &gt;= f(-beta) * (variance + epsilon): rationals only.
/// </summary>
internal sealed class ExactNorm(float gamma, float beta, float mean, float variance, float epsilon)
{
    private readonly Fraction gamma = Fraction.Of(gamma);
    private readonly Fraction mean = Fraction.Of(mean);
    private readonly Fraction bound = SignedSquare(Fraction.Zero - Fraction.Of(beta)) * (Fraction.Of(variance) + Fraction.Of(epsilon));

    public static ExactNorm Of(BatchNormNode node, int channel) =>
        new(node.Gamma[channel], node.Beta[channel], node.Mean[channel], node.Variance[channel], node.Epsilon);

    public bool IsAtLeastZero(Fraction y) => SignedSquare(this.gamma * (y - this.mean)).CompareTo(bound) >= 0;

    /// <summary>All finite floats from <c>Edge</c> upwards answer <c>Above</c>, those below it the opposite.</summary>
    public (float Edge, bool Above) OverFloats()
    {
        bool above = IsAtLeastZero(Fraction.Of(float.MaxValue));
        float low = float.MinValue;
        float high = float.MaxValue;
        if (IsAtLeastZero(Fraction.Of(low)) == above)
        {
            return (low, above);
        }

        while (MathF.BitIncrement(low) != high)
        {
            float middle = Middle(low, high);
            if (IsAtLeastZero(Fraction.Of(middle)) == above)
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return (high, above);
    }

    private static float Middle(float low, float high)
    {
        if (low < 0 && high > 0)
        {
            return 0f;
        }

        // Same sign: halve the distance between the bit patterns.
        uint a = BitConverter.SingleToUInt32Bits(low);
        uint b = BitConverter.SingleToUInt32Bits(high);
        if (low == 0f || high == 0f)
        {
            uint signBit = (a | b) & 0x8000_0000;
            return BitConverter.UInt32BitsToSingle(signBit | (((a | b) & 0x7FFF_FFFF) / 2));
        }

        return BitConverter.UInt32BitsToSingle((uint)(((ulong)a + b) / 2));
    }

    private static Fraction SignedSquare(Fraction t) => t * t.Magnitude();
}
