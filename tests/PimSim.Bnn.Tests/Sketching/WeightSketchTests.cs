using CsCheck;
using PimSim.Tests;

namespace PimSim.Bnn.Tests.Sketching;

public sealed class WeightSketchTests
{
    private static readonly Gen<(ulong Seed, int Channels, int Positions)> Filters = Gen.Select(Gen.ULong, Gen.Int[1, 4], Gen.Int[8, 90]);

    [Theory]
    [InlineData(SketchMethod.Direct)]
    [InlineData(SketchMethod.Refined)]
    public void Bases_scales_and_errors_are_those_of_an_independent_sketch(SketchMethod method) => Filters.ForEach(100, (seed, channels, positions) =>
    {
        float[] weights = SketchWeights.Draw(seed, channels * positions);
        const int Bits = 4;
        WeightSketch sketch = WeightSketch.Of(weights, channels, Bits, method);
        double[] errors = new double[Bits];
        double whole = weights.Sum(w => (double)w * w);
        for (int c = 0; c < channels; c++)
        {
            double[] filter = [.. weights.Skip(c * positions).Take(positions).Select(w => (double)w)];
            (int[][] bases, double[] scales, double[] relative) = IndependentSketch.Run(filter, Bits, method == SketchMethod.Refined);
            for (int j = 0; j < Bits; j++)
            {
                Assert.Equal(bases[j], sketch.Signs(j).Slice(c * positions, positions).ToArray().Select(s => (int)s));
                Assert.Equal(scales[j], sketch.Scales(j)[c], 1e-6 * Math.Max(Math.Abs(scales[j]), 0.01));
                errors[j] += relative[j] * filter.Sum(w => w * w) / whole;
            }
        }

        Assert.All(errors.Zip(sketch.Errors), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    });

    [Theory]
    [InlineData(SketchMethod.Direct)]
    [InlineData(SketchMethod.Refined)]
    public void The_error_never_rises_with_a_base(SketchMethod method) => Filters.ForEach(100, (seed, channels, positions) =>
    {
        IReadOnlyList<double> errors = WeightSketch.Of(SketchWeights.Draw(seed, channels * positions), channels, 8, method).Errors;
        Assert.InRange(errors[0], 0, 1);
        for (int j = 1; j < errors.Count; j++)
        {
            Assert.True(errors[j] <= errors[j - 1] + 1e-12, $"{errors[j]} after {errors[j - 1]}");
        }
    });

    /// <summary>With two bases these are the same and their scales are the best there are; later bases may differ.</summary>
    [Fact]
    public void Refined_is_no_worse_than_direct() => Filters.ForEach(200, (seed, channels, positions) =>
    {
        float[] weights = SketchWeights.Draw(seed, channels * positions);
        WeightSketch direct = WeightSketch.Of(weights, channels, 2, SketchMethod.Direct);
        WeightSketch refined = WeightSketch.Of(weights, channels, 2, SketchMethod.Refined);
        Assert.Equal(direct.Signs(1).ToArray(), refined.Signs(1).ToArray());
        Assert.Equal(direct.Errors[0], refined.Errors[0], 1e-12);
        Assert.True(refined.Errors[1] <= direct.Errors[1] + 1e-12);
    });

    [Fact]
    public void Over_many_filters_refined_is_better_with_any_number_of_bases()
    {
        float[] weights = SketchWeights.Draw(5, 64 * 288);
        WeightSketch direct = WeightSketch.Of(weights, 64, 6, SketchMethod.Direct);
        WeightSketch refined = WeightSketch.Of(weights, 64, 6, SketchMethod.Refined);
        for (int j = 1; j < 6; j++)
        {
            Assert.True(refined.Errors[j] < direct.Errors[j], $"{j + 1} bases: {refined.Errors[j]} and {direct.Errors[j]}");
        }
    }

    [Fact]
    public void One_base_is_the_sign_with_the_scale_of_XnorNet() => Filters.ForEach(100, (seed, channels, positions) =>
    {
        float[] weights = SketchWeights.Draw(seed, channels * positions);
        foreach (SketchMethod method in new[] { SketchMethod.Direct, SketchMethod.Refined })
        {
            WeightSketch sketch = WeightSketch.Of(weights, channels, 1, method);
            Assert.Equal(weights.Select(w => w < 0), sketch.Signs(0).ToArray().Select(s => s < 0));
            for (int c = 0; c < channels; c++)
            {
                Assert.Equal(weights.Skip(c * positions).Take(positions).Average(w => Math.Abs((double)w)), sketch.Scales(0)[c], 1e-7);
            }
        }
    });

    /// <summary>What is left is 0, so the next base is all +1: for a filter of one magnitude it may be the first base again, or its opposite.</summary>
    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(0.5f, 0.5f)]
    [InlineData(-0.5f, -0.5f)]
    [InlineData(0.5f, -0.5f)]
    public void Filters_that_are_sums_of_fewer_bases_are_met_exactly(float even, float odd)
    {
        float[] weights = [.. Enumerable.Range(0, 12).Select(i => i % 2 == 0 ? even : odd)];
        foreach (SketchMethod method in new[] { SketchMethod.Direct, SketchMethod.Refined })
        {
            WeightSketch sketch = WeightSketch.Of(weights, 1, 3, method);
            Assert.All(sketch.Errors, e => Assert.InRange(e, 0, 1e-25));
            Assert.Equal(weights, sketch.Sum());
        }
    }

    [Fact]
    public void Packed_bases_hold_the_signs() => Filters.ForEach(20, (seed, channels, positions) =>
    {
        WeightSketch sketch = WeightSketch.Of(SketchWeights.Draw(seed, channels * positions), channels, 2, SketchMethod.Refined);
        BinarizedWeights packed = sketch.Packed(1);
        Assert.Equal(1f, packed.Scale);
        Assert.Equal(channels * positions, packed.Count);
        Assert.Equal(sketch.Signs(1).ToArray().Select(s => s < 0), Enumerable.Range(0, packed.Count).Select(i => ((packed.Bits[i / 64] >> (i % 64)) & 1) != 0));
    });
}
