using CsCheck;
using PimSim.Tests;

namespace PimSim.Bnn.Tests.Independent;

/// <summary>The independent evaluator's own tools.</summary>
public sealed class IndependentToolsTests
{
    [Fact]
    public void The_exact_fused_multiply_add_rounds_as_the_machine_does()
    {
        Gen<float> near = Gen.UInt[0x3000_0000, 0x4F00_0000].Select(b => BitConverter.UInt32BitsToSingle(b));
        Gen<float> tiny = Gen.UInt[0, 0x0200_0000].Select(b => BitConverter.UInt32BitsToSingle(b));
        Gen<float> value = Gen.Select(Gen.OneOf(near, tiny, Pick.From(0f, 1f, 0.5f)), Gen.Bool, (v, negative) => negative ? -v : v);
        Gen.Select(value, value, value).ForEach(
            20_000,
            v => Assert.Equal(
                BitConverter.SingleToInt32Bits(MathF.FusedMultiplyAdd(v.Item1, v.Item2, v.Item3)),
                BitConverter.SingleToInt32Bits(ExactFusedMultiplyAdd.Of(v.Item1, v.Item2, v.Item3))));
    }

    [Theory]
    [InlineData(0.1f, 13421773, 134217728)]
    [InlineData(-2.5f, -5, 2)]
    [InlineData(16777216f, 16777216, 1)]
    public void A_float_is_taken_apart_exactly(float value, long top, long bottom) =>
        Assert.Equal(0, Fraction.Of(value).CompareTo(new Fraction(top, bottom)));
}
