using CsCheck;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Device.Tests;

/// <summary>Lane arithmetic against exact integers.</summary>
public sealed class SimdArithmeticTests
{
    public static TheoryData<NumberFormat> Formats => [NumberFormat.Fp32, NumberFormat.Bf16, NumberFormat.Fp16];

    [Theory]
    [MemberData(nameof(Formats))]
    public void FusedMultiplyAddRoundsOnceOnRandomValues(NumberFormat format) =>
        Gen.Select(Value(format), Value(format), Value(format)).ForEach(8_000, v => Check(v.Item1, v.Item2, v.Item3, format));

    [Theory]
    [MemberData(nameof(Formats))]
    public void FusedMultiplyAddRoundsOnceNearTies(NumberFormat format)
    {
        // c close to the product, or so small that it only breaks a tie.
        Gen<float> near = Gen.Select(Gen.UInt[0, 0xFF], Gen.Int[-14, 14], (m, e) => Exact((1 + (m / 128f)) * Power(e), format));
        Gen<float> tiny = Gen.Select(Gen.Int[-24, 0], Gen.Bool, (e, minus) => (minus ? -1 : 1) * Power(e));
        Gen.Select(near, near, Gen.OneOf(near, tiny)).ForEach(8_000, v => Check(v.Item1, v.Item2, v.Item3, format), seed: 2);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void BoundaryValuesRoundOnce(NumberFormat format)
    {
        float[] values = [.. Boundaries(format).SelectMany(v => new[] { v, -v })];
        foreach (float a in values)
        {
            foreach (float b in values)
            {
                Assert.Equal(ExactArithmetic.Add(a, b, format), SimdArithmetic.Round(a + b, format));
                Assert.Equal(ExactArithmetic.Multiply(a, b, format), SimdArithmetic.Round(a * b, format));
                foreach (float c in values)
                {
                    Check(a, b, c, format);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void SumsAndProductsRoundOnce(NumberFormat format) => Gen.Select(Value(format), Value(format)).ForEach(
        8_000,
        v =>
        {
            Assert.Equal(ExactArithmetic.Add(v.Item1, v.Item2, format), SimdArithmetic.Round(v.Item1 + v.Item2, format));
            Assert.Equal(ExactArithmetic.Multiply(v.Item1, v.Item2, format), SimdArithmetic.Round(v.Item1 * v.Item2, format));
        },
        seed: 3);

    [Theory]
    [MemberData(nameof(Formats))]
    public void StoredBitsComeBack(NumberFormat format)
    {
        uint step = format == NumberFormat.Fp32 ? 65_537u : 1u;
        ulong end = format == NumberFormat.Fp32 ? 1UL << 32 : 1UL << 16;
        for (ulong bits = 0; bits < end; bits += step)
        {
            float value = SimdArithmetic.Decode((uint)bits, format);
            if (!float.IsNaN(value))
            {
                Assert.Equal((uint)bits, SimdArithmetic.Encode(value, format));
                Assert.Equal(value, SimdArithmetic.Round(value, format));
            }
            else
            {
                Assert.True(float.IsNaN(SimdArithmetic.Decode(SimdArithmetic.Encode(value, format), format)));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void InfinitiesAndNaNsPass(NumberFormat format)
    {
        const float Infinity = float.PositiveInfinity;
        Assert.Equal(Infinity, SimdArithmetic.FusedMultiplyAdd(Infinity, 2, 5, format));
        Assert.Equal(-Infinity, SimdArithmetic.FusedMultiplyAdd(1, 2, -Infinity, format));
        Assert.True(float.IsNaN(SimdArithmetic.FusedMultiplyAdd(Infinity, 1, -Infinity, format)));
        Assert.True(float.IsNaN(SimdArithmetic.FusedMultiplyAdd(float.NaN, 1, 1, format)));
        Assert.True(float.IsNaN(SimdArithmetic.Round(float.NaN, format)));
        Assert.Equal(Infinity, SimdArithmetic.Round(Infinity, format));
    }

    private static void Check(float a, float b, float c, NumberFormat format)
    {
        float expected = ExactArithmetic.FusedMultiplyAdd(a, b, c, format);
        float actual = SimdArithmetic.FusedMultiplyAdd(a, b, c, format);
        Assert.True(expected.Equals(actual), $"{a:R} * {b:R} + {c:R}: {actual:R} is not {expected:R}");
    }

    private static Gen<float> Value(NumberFormat format) => Gen.UInt.Select(u =>
    {
        float value = SimdArithmetic.Decode(format == NumberFormat.Fp32 ? u : u & 0xFFFF, format);
        return float.IsFinite(value) ? value : 1.5f;
    });

    private static float[] Boundaries(NumberFormat format) => format switch
    {
        NumberFormat.Fp16 => [0, Power(-24), 3 * Power(-24), Power(-14) - Power(-24), Power(-14), Power(-12), 1, 1 + Power(-10), 2 - Power(-10), 2047, 2048, 255, 256, 65504, 32768],
        NumberFormat.Bf16 => [0, Power(-133), 3 * Power(-133), Power(-126), Power(-67), Power(-66), 1, 1 + Power(-7), 2 - Power(-7), 255, 256, Power(127), (2 - Power(-7)) * Power(127), 3 * Power(62)],
        _ => [0, float.Epsilon, Power(-126), Power(-75), 1, 1 + Power(-23), 2 - Power(-23), 16777215, 4097, float.MaxValue, Power(127), Power(64)],
    };

    private static float Exact(float value, NumberFormat format) => SimdArithmetic.Round(value, format);

    private static float Power(int exponent) => float.ScaleB(1, exponent);
}
