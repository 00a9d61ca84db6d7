using System.Numerics;
using PimSim.Bnn;

namespace PimSim.Interop;

/// <summary>What a layer map says of pixels, as an encoding of this program.</summary>
internal static class PixelImporter
{
    private const int Least = -128;
    private const int Most = 127;

    /// <summary>Shape and encoding.</summary>
    public static InputEncoding Encoding(MapInput input)
    {
        InputEncoding shape = new() { Height = input.Height, Width = input.Width, Channels = input.Channels };
        return input.Encoding switch
        {
            ThresholdPixels bits => shape with { Levels = PixelLevels.Bits(bits.Threshold) },
            FixedPointPixels point => shape with { Levels = [.. Enumerable.Range(0, PixelLevels.Count).Select(p => Level(p, point))] },
            NormalizedPixels normal => shape with { Mean = normal.Mean, Deviation = normal.Deviation },
            _ => throw new Core.InternalErrorException($"an encoding of pixels that is not known: {input.Encoding}"),
        };
    }

    /// <summary>The 256 values of a channel as exact numbers: those that a graph sees.</summary>
    public static Surd[] Values(PixelEncoding encoding, int channel) => [.. Enumerable.Range(0, PixelLevels.Count).Select(p => encoding switch
    {
        ThresholdPixels bits => p >= bits.Threshold ? Surd.One : -Surd.One,
        FixedPointPixels point => new Rational(Level(p, point), BigInteger.One << point.FractionBits),
        NormalizedPixels normal => (Surd)((new Rational(p, PixelLevels.Count - 1) - Rational.From(normal.Mean[channel])) / Rational.From(normal.Deviation[channel])),
        _ => throw new Core.InternalErrorException($"an encoding of pixels that is not known: {encoding}"),
    })];

    /// <summary>clamp(floor((p / 255 * scale + offset) * 2^f + 1/2)), with scale and offset as the exact numbers that they are.</summary>
    private static int Level(int pixel, FixedPointPixels point)
    {
        (BigInteger scale, int scaleBits) = Exact(point.Scale);
        (BigInteger offset, int offsetBits) = Exact(point.Offset);
        int bits = Math.Max(scaleBits, offsetBits);
        BigInteger sum = (pixel * (scale << (bits - scaleBits))) + (255 * (offset << (bits - offsetBits)));

        // sum / (255 2^bits) * 2^f + 1/2 over the common divisor 510 2^bits.
        BigInteger divisor = 510 * (BigInteger.One << bits);
        BigInteger steps = BigInteger.DivRem((sum << (point.FractionBits + 1)) + (divisor / 2), divisor, out BigInteger rest);
        return (int)BigInteger.Clamp(rest.Sign < 0 ? steps - 1 : steps, Least, Most);
    }

    /// <summary>A finite number as mantissa / 2^bits with bits of at least 0.</summary>
    private static (BigInteger Mantissa, int Bits) Exact(double value)
    {
        const int MantissaBits = 52, Bias = 1075;
        long word = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(word >> MantissaBits) & 0x7FF;
        BigInteger mantissa = (word & ((1L << MantissaBits) - 1)) | (exponent == 0 ? 0 : 1L << MantissaBits);
        int shift = Math.Max(exponent, 1) - Bias;
        mantissa = word < 0 ? -mantissa : mantissa;
        return shift >= 0 ? (mantissa << shift, 0) : (mantissa, -shift);
    }
}
