namespace PimSim.Bits.Tests;

public sealed class VectorKernelsTests
{
    [Fact]
    public void AdamIsTheSameForEveryWidthAndFollowsItsFormulas()
    {
        const int Count = 37;
        AdamStepConstants step = new() { Rate = 1e-3f, Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f, Correction1 = 0.19f, Correction2 = 0.002f };
        float[] gradient = TestValues.Floats(Count, 1);
        int[]? first = null;
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] w = TestValues.Floats(Count, 2);
            float[] m = TestValues.Floats(Count, 3);
            float[] v = [.. TestValues.Floats(Count, 4).Select(Math.Abs)];
            VectorKernels.AdamStep(w, gradient, m, v, step, width);
            first ??= TestValues.BitsOf(w);
            Assert.Equal(first, TestValues.BitsOf(w));
            for (int i = 0; i < Count; i++)
            {
                double moment = (0.9 * TestValues.Floats(Count, 3)[i]) + (0.1 * gradient[i]);
                double second = (0.999 * Math.Abs(TestValues.Floats(Count, 4)[i])) + (0.001 * gradient[i] * gradient[i]);
                double expected = TestValues.Floats(Count, 2)[i] - (1e-3 * (moment / 0.19) / (Math.Sqrt(second / 0.002) + 1e-8));
                Assert.Equal(expected, w[i], 1e-6);
            }
        }
    }

    [Fact]
    public void AddAddsAllElements()
    {
        float[] a = TestValues.Floats(35, 1);
        float[] b = TestValues.Floats(35, 2);
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] sum = [.. a];
            VectorKernels.Add(sum, b, width);
            Assert.Equal(a.Zip(b, (x, y) => x + y), sum);
        }
    }

    [Fact]
    public void MultiplyAddRoundsOnce()
    {
        float[] a = TestValues.Floats(35, 1);
        float[] b = TestValues.Floats(35, 2);
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] sum = [.. a];
            VectorKernels.MultiplyAdd(sum, 0.3f, b, width);
            Assert.Equal(a.Zip(b, (x, y) => MathF.FusedMultiplyAdd(0.3f, y, x)), sum);
        }
    }

    [Fact]
    public void AlignedValuesStartAsZeros()
    {
        AlignedFloats values = new(100);
        Assert.Equal(100, values.Span.Length);
        Assert.Equal(0f, values.Span.ToArray().Sum());
        values.Slice(99, 1)[0] = 2f;
        Assert.Equal(2f, values.Span[99]);
    }
}
