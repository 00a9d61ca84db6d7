using CsCheck;
using PimSim.Bnn.Tests.Independent;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

public sealed class ThresholdFoldingTests
{
    private static readonly Gen<float> Parameter = Gen.OneOf(
        Gen.Single[-2f, 2f],
        Pick.From(0f, -0f, 1f, -1f, 0.1f, -0.1f, 3f, -7f, 1e-30f, -1e-30f, float.Epsilon, float.MaxValue, float.MinValue, 1.41421354f));

    private static readonly Gen<float> Positive = Gen.OneOf(Gen.Single[0f, 4f], Pick.From(0f, 0.25f, 2f, float.Epsilon, 1e-38f, float.MaxValue));

    private static readonly Gen<BatchNormNode> Norm = Gen.Select(Parameter, Parameter, Parameter, Positive, Pick.From(1e-5f, 0.25f, float.Epsilon))
        .Select((gamma, beta, mean, variance, epsilon) => Node(gamma, beta, mean, variance, epsilon));

    [Fact]
    public void Dot_thresholds_decide_every_dot_as_rationals_do() =>
        Gen.Select(Norm, Positive, Gen.Int[0, 40]).ForEach(3000, input =>
        {
            (BatchNormNode norm, float alpha, int k) = input;
            DotThreshold threshold = ThresholdFolding.FoldDots(norm, alpha, 1, k)[0];
            var exact = ExactNorm.Of(norm, 0);
            for (int d = -k; d <= k; d++)
            {
                Assert.Equal(exact.IsAtLeastZero(Fraction.Of(alpha) * d), threshold.Fires(d));
            }

            Assert.Equal(norm.Gamma[0] < 0 && alpha > 0, threshold.AtMost);
            Assert.InRange(threshold.Limit, -k - 1, k + 1);
        });

    [Fact]
    public void Real_thresholds_decide_around_their_limit_as_rationals_do() =>
        Gen.Select(Norm, Gen.Single[-3f, 3f].Array[8]).ForEach(1500, input =>
        {
            (BatchNormNode norm, float[] others) = input;
            RealThreshold threshold = ThresholdFolding.FoldReals(norm, 1)[0];
            var exact = ExactNorm.Of(norm, 0);
            float[] near = float.IsFinite(threshold.Limit)
                ? [threshold.Limit, MathF.BitDecrement(threshold.Limit), MathF.BitIncrement(threshold.Limit), -threshold.Limit]
                : [];
            foreach (float x in (float[])[.. near, .. others, 0f, -0f, float.MaxValue, float.MinValue, float.Epsilon])
            {
                if (float.IsFinite(x))
                {
                    Assert.Equal(exact.IsAtLeastZero(Fraction.Of(x)), threshold.Fires(x));
                }
            }

            Assert.False(float.IsNegative(threshold.Limit) && threshold.Limit == 0f);
        });

    [Theory]
    [InlineData(0f, 1f, true)]
    [InlineData(0f, 0f, true)]
    [InlineData(0f, float.Epsilon, true)]
    [InlineData(0f, -1f, false)]
    [InlineData(0f, -float.Epsilon, false)]
    public void Without_a_slope_the_sign_of_beta_decides(float gamma, float beta, bool fires)
    {
        BatchNormNode norm = Node(gamma, beta, 5f, 1f, 0f);

        Assert.Equal(new DotThreshold(fires ? -9 : 10, AtMost: false), ThresholdFolding.FoldDots(norm, 0.3f, 1, 9)[0]);
        Assert.Equal(new IntegerThreshold(fires ? 9 : -1, Direction: false), ThresholdFolding.FoldDots(norm, 0.3f, 1, 9)[0].ToMismatches(9, 9, 0));
        Assert.Equal(fires ? RealThreshold.Always : RealThreshold.Never, ThresholdFolding.FoldReals(norm, 1)[0]);
    }

    [Fact]
    public void A_scale_of_zero_makes_constants_by_mean_and_beta()
    {
        BatchNormNode norm = Node(-2f, 0.5f, 0.2f, 1f, 0f);
        DotThreshold rises = ThresholdFolding.FoldDots(norm, 0f, 1, 9)[0];
        DotThreshold falls = ThresholdFolding.FoldDots(Node(2f, 0.25f, 0.2f, 1f, 0f), 0f, 1, 9)[0];

        Assert.Equal(new DotThreshold(-9, AtMost: false), rises);
        Assert.Equal(new DotThreshold(10, AtMost: false), falls);
        Assert.Equal(new DotThreshold(-9, AtMost: false), ThresholdFolding.FoldDots(null, 0f, 1, 9)[0]);
    }

    [Fact]
    public void Sign_alone_fires_from_zero_up()
    {
        Assert.Equal(new DotThreshold(0, AtMost: false), ThresholdFolding.FoldDots(null, 0.1f, 2, 9)[1]);
        Assert.Equal(new RealThreshold(0f, Inverted: false), ThresholdFolding.FoldReals(null, 2)[1]);
    }

    // variance 0.25 and scale 0.5: z = gamma * d + beta, exactly 0 at d = tie.
    [Theory]
    [InlineData(1f, -1f, 1)]
    [InlineData(1f, -3f, 3)]
    [InlineData(-1f, 3f, 3)]
    [InlineData(-2f, -4f, -2)]
    [InlineData(3f, 0f, 0)]
    public void A_tie_at_exactly_zero_fires(float gamma, float beta, int tie)
    {
        DotThreshold threshold = ThresholdFolding.FoldDots(Node(gamma, beta, 0f, 0.25f, 0f), 0.5f, 1, 4)[0];

        Assert.Equal(new DotThreshold(tie, AtMost: gamma < 0), threshold);
        Assert.True(threshold.Fires(tie));
        Assert.False(threshold.Fires(tie - MathF.Sign(gamma)));
    }

    [Fact]
    public void Ties_that_float_arithmetic_sees_but_that_are_none_are_decided_exactly()
    {
        const int k = 63;
        int floatErrors = 0;
        for (int i = 0; i < 200; i++)
        {
            // mean is alpha * d rounded to fp32, so y - mean is 0 in fp32 and hardly ever 0 exactly.
            float alpha = 0.1f + (i * 1.1920929e-7f * 977);
            int d = 1 + (i % k);
            float mean = alpha * d;
            foreach (float gamma in (float[])[1f, -1f])
            {
                BatchNormNode norm = Node(gamma, 0f, mean, 1f, 1e-5f);
                bool expected = ExactNorm.Of(norm, 0).IsAtLeastZero(Fraction.Of(alpha) * d);
                Assert.Equal(expected, ThresholdFolding.FoldDots(norm, alpha, 1, k)[0].Fires(d));
                bool inFloat = (gamma * ((alpha * d) - mean) / MathF.Sqrt(1f + 1e-5f)) >= 0f;
                floatErrors += inFloat != expected ? 1 : 0;
            }
        }

        Assert.InRange(floatErrors, 100, 300);
    }

    [Fact]
    public void An_irrational_root_is_compared_through_squares()
    {
        // With V = 2 and beta = -1, z >= 0 iff x >= sqrt(2), which lies between two floats.
        RealThreshold threshold = ThresholdFolding.FoldReals(Node(1f, -1f, 0f, 2f, 0f), 1)[0];
        Assert.Equal(new RealThreshold(MathF.BitIncrement(1.41421354f), Inverted: false), threshold);

        // gamma < 0: z >= 0 iff x <= sqrt(2); the limit is the first float that no longer fires.
        RealThreshold falling = ThresholdFolding.FoldReals(Node(-1f, 1f, 0f, 2f, 0f), 1)[0];
        Assert.Equal(new RealThreshold(MathF.BitIncrement(1.41421354f), Inverted: true), falling);
    }

    [Theory]
    [InlineData(float.NaN, 0f, 0f, 1f, 0f)]
    [InlineData(1f, float.PositiveInfinity, 0f, 1f, 0f)]
    [InlineData(1f, 0f, float.NaN, 1f, 0f)]
    [InlineData(1f, 0f, 0f, float.NaN, 0f)]
    [InlineData(1f, 0f, 0f, 1f, float.NaN)]
    [InlineData(1f, 0f, 0f, 0f, 0f)]
    [InlineData(1f, 0f, 0f, -1f, 0.5f)]
    public void Unusable_parameters_are_refused(float gamma, float beta, float mean, float variance, float epsilon)
    {
        BatchNormNode norm = Node(gamma, beta, mean, variance, epsilon);
        Assert.Equal("PIM0411", Assert.Throws<UserErrorException>(() => ThresholdFolding.FoldReals(norm, 1)).Diagnostics[0].Code);
        Assert.Equal("PIM0411", Assert.Throws<UserErrorException>(() => ThresholdFolding.FoldDots(norm, 1f, 1, 3)).Diagnostics[0].Code);
    }

    [Fact]
    public void A_bad_scale_or_too_many_positions_are_refused()
    {
        Assert.Equal("PIM0415", Assert.Throws<UserErrorException>(() => ThresholdFolding.FoldDots(null, -1f, 1, 3)).Diagnostics[0].Code);
        Assert.Equal("PIM0415", Assert.Throws<UserErrorException>(() => ThresholdFolding.FoldDots(null, float.NaN, 1, 3)).Diagnostics[0].Code);
        Assert.Equal(
            "PIM0413",
            Assert.Throws<UserErrorException>(() => ThresholdFolding.FoldDots(null, 1f, 1, IntegerThreshold.MaxPositions + 1)).Diagnostics[0].Code);
    }

    private static BatchNormNode Node(float gamma, float beta, float mean, float variance, float epsilon) => new()
    {
        Name = "norm",
        Inputs = ["x"],
        Gamma = [gamma],
        Beta = [beta],
        Mean = [mean],
        Variance = [variance],
        Epsilon = epsilon,
    };
}
