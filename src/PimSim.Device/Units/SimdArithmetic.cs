using PimSim.Models;

namespace PimSim.Device;

/// <summary>Lane arithmetic of a number format: each operation is rounded once, to nearest even.</summary>
public static class SimdArithmetic
{
    /// <summary>Rounds an exact-in-double or single result to the format; fp32 is left as it is.</summary>
    public static float Round(float value, NumberFormat format) => format switch
    {
        NumberFormat.Fp32 => value,
        NumberFormat.Fp16 => (float)(Half)value,
        _ => RoundBf16(value),
    };

    /// <summary>a * b + c, rounded once to the format.</summary>
    public static float FusedMultiplyAdd(float a, float b, float c, NumberFormat format)
    {
        if (format == NumberFormat.Fp32)
        {
            return MathF.FusedMultiplyAdd(a, b, c);
        }

        // Products of 8- or 11-bit significands are exact in double; the sum is rounded to odd before the last step,
        // so that rounding twice gives the correctly rounded result.
        double product = (double)a * b;
        double sum = product + c;
        double tail = TwoSumError(product, c, sum);
        if (tail != 0 && double.IsFinite(sum) && (BitConverter.DoubleToInt64Bits(sum) & 1) == 0)
        {
            bool away = (tail > 0) == (sum > 0);
            sum = BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(sum) + (away ? 1 : -1));
        }

        return format == NumberFormat.Fp16 ? (float)(Half)sum : DoubleToBf16(sum);
    }

    /// <summary>Lane value of its stored bits.</summary>
    public static float Decode(uint bits, NumberFormat format) => format switch
    {
        NumberFormat.Fp32 => BitConverter.UInt32BitsToSingle(bits),
        NumberFormat.Fp16 => (float)BitConverter.UInt16BitsToHalf((ushort)bits),
        _ => BitConverter.UInt32BitsToSingle(bits << 16),
    };

    /// <summary>
    /// Stored bits of a lane value that is representable in the format. What is no number has one pattern, the default one of IEEE 754 units: which of
    /// several a sum would hand on depends on the order of its operands.
    /// </summary>
    public static uint Encode(float value, NumberFormat format) => format switch
    {
        _ when float.IsNaN(value) => format switch { NumberFormat.Fp32 => 0x7FC0_0000, NumberFormat.Fp16 => 0x7E00, _ => 0x7FC0 },
        NumberFormat.Fp32 => BitConverter.SingleToUInt32Bits(value),
        NumberFormat.Fp16 => BitConverter.HalfToUInt16Bits((Half)value),
        _ => BitConverter.SingleToUInt32Bits(RoundBf16(value)) >> 16,
    };

    private static double TwoSumError(double a, double b, double sum)
    {
        double bb = sum - a;
        return (a - (sum - bb)) + (b - bb);
    }

    private static float DoubleToBf16(double value)
    {
        // Round to odd at single precision first: bf16 has 16 bits fewer, so the second rounding is exact.
        float single = (float)value;
        if (float.IsFinite(single) && single != value && (BitConverter.SingleToUInt32Bits(single) & 1) == 0)
        {
            bool up = value > single;
            single = up ? MathF.BitIncrement(single) : MathF.BitDecrement(single);
        }

        return RoundBf16(single);
    }

    private static float RoundBf16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return BitConverter.UInt32BitsToSingle((bits | 0x0040_0000) & 0xFFFF_0000);
        }

        bits += 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.UInt32BitsToSingle(bits & 0xFFFF_0000);
    }
}
