using CsCheck;
using PimSim.Bnn.Tests.Independent;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

public sealed class ScaleMathTests
{
    [Theory]
    [InlineData(0f, false)]
    [InlineData(1f, false)]
    [InlineData(float.Epsilon, false)]
    [InlineData(-float.Epsilon, true)]
    [InlineData(-9f, true)]
    public void Only_weights_below_zero_are_minus_one(float weight, bool bit) =>
        Assert.Equal(bit, ScaleMath.SignBit(weight, -1f, 1f));

    [Fact]
    public void Minus_zero_is_plus_one() => Assert.False(ScaleMath.SignBit(-0f, -1f, 1f));

    [Theory]
    [InlineData(0.2f, 0.1f, 0.1f)] // lower above upper: upper wins
    [InlineData(0.2f, 0.5f, 0.2f)] // lower above 0: nothing is negative
    [InlineData(-0.5f, -0.1f, -0.5f)]
    public void Clip_is_max_with_lower_then_min_with_upper(float lower, float upper, float expected) =>
        Assert.Equal(expected, ScaleMath.Clip(-3f, lower, upper));

    [Fact]
    public void A_sum_keeps_sixteen_chains()
    {
        // 1 + 2^-24 rounds to 1, but 2^-24 + 2^-24 in a chain of its own survives.
        float[] values = new float[34];
        values[0] = 1f;
        values[17] = 5.9604645e-8f;
        values[33] = 5.9604645e-8f;

        Assert.Equal(1.0000001f, ScaleMath.Sum16(values));
    }

    [Fact]
    public void Scale_and_signs_equal_the_independent_ones() =>
        Gen.Select(Gen.Single[-1f, 1f].Array[1, 80], Gen.Int[1, 4], Gen.Single[-1f, 0.2f], Gen.Single[-0.2f, 1f]).ForEach(2000, input =>
        {
            (float[] values, int outputs, float lower, float upper) = input;
            float[] weights = [.. Enumerable.Range(0, outputs).SelectMany(_ => values)];
            var clipped = new ClippedWeights(weights, lower, upper);
            (float[] signs, float? scale) = IndependentScale.Binarize(clipped, outputs);
            BinarizedWeights binarized = BinarizedForm.Binarize(clipped, outputs, "layer");

            Assert.Equal(scale, binarized.Scale);
            Assert.Equal(weights.Length, binarized.Count);
            for (int i = 0; i < signs.Length; i++)
            {
                Assert.Equal(signs[i] < 0 ? 1UL : 0UL, (binarized.Bits[i / 64] >> (i % 64)) & 1);
            }
        });

    [Fact]
    public void Outputs_must_divide_the_weights() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ScaleMath.Alpha(new float[7], 2, -1f, 1f));
}
