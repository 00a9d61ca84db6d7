using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The host's own rounding to a unit's number format, to nearest even, by which it checks the units.</summary>
internal static class KernelRounding
{
    /// <summary>A sum or product of two values of the format, computed in fp32, rounded: fp32 has digits enough that rounding twice does no harm.</summary>
    public static float Round(float value, NumberFormat format)
    {
        if (format == NumberFormat.Fp32)
        {
            return value;
        }

        if (format == NumberFormat.Fp16)
        {
            return (float)(Half)value;
        }

        int bits = BitConverter.SingleToInt32Bits(value);
        int halfway = 0x7FFF + ((bits >> 16) & 1);
        return BitConverter.Int32BitsToSingle((bits + halfway) & unchecked((int)0xFFFF0000));
    }
}
