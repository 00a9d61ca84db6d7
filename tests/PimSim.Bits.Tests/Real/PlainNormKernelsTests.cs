namespace PimSim.Bits.Tests;

public sealed class PlainNormKernelsTests
{
    private const int Pixels = 13;

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(21)]
    public void EveryWidthGivesTheBitsOfTheDefinition(int channels)
    {
        float[] x = TestValues.Floats(Pixels * channels, 1);
        float[] gradient = TestValues.Floats(Pixels * channels, 2);
        float[][] p = [.. Enumerable.Range(3, 6).Select(i => TestValues.Floats(channels, (uint)i))];
        float[] before = TestValues.Floats(Pixels * channels, 9);
        float[] normalized = new float[x.Length];
        float[] input = new float[x.Length];
        float[] scale = new float[channels];
        float[] shift = new float[channels];
        for (int i = 0; i < x.Length; i++)
        {
            int c = i % channels;
            float standardized = (x[i] - p[0][c]) * p[1][c];
            normalized[i] = MathF.FusedMultiplyAdd(standardized, p[2][c], p[3][c]);
            shift[c] += gradient[i];
            scale[c] = MathF.FusedMultiplyAdd(gradient[i], standardized, scale[c]);
            float g = MathF.FusedMultiplyAdd(standardized, 0f - p[4][c], gradient[i] - p[5][c]) * p[0][c];
            input[i] = before[i] + g;
        }

        foreach (LaneWidth width in AllWidths.Values)
        {
            NormParameters norm = new(p[0], p[1], p[2], p[3]);
            float[] actual = new float[x.Length];
            PlainNormKernels.Normalize(x, norm, actual, width);
            Assert.Equal(TestValues.BitsOf(normalized), TestValues.BitsOf(actual));
            float[] actualScale = new float[channels];
            float[] actualShift = new float[channels];
            PlainNormKernels.ParameterGradients(x, gradient, norm, actualScale, actualShift, width);
            Assert.Equal(TestValues.BitsOf(scale), TestValues.BitsOf(actualScale));
            Assert.Equal(TestValues.BitsOf(shift), TestValues.BitsOf(actualShift));
            float[] actualInput = [.. before];
            PlainNormKernels.AddInputGradient(x, gradient, norm, p[4], p[5], p[0], actualInput, width);
            Assert.Equal(TestValues.BitsOf(input), TestValues.BitsOf(actualInput));
        }
    }

    [Fact]
    public void SignsAndTheirGradientsAreThoseOfTheDefinition()
    {
        float[] x = TestValues.Floats(67, 1);
        (x[0], x[1], x[2]) = (0f, 1f, -1f);
        float[] gradient = TestValues.Floats(x.Length, 2);
        float[] before = TestValues.Floats(x.Length, 3);
        foreach (LaneWidth width in AllWidths.Values)
        {
            float[] signs = new float[x.Length];
            ActivationKernels.Signs(x, signs, width);
            Assert.Equal(x.Select(v => v < 0f ? -1f : 1f), signs);
            float[] clipped = [.. before];
            ActivationKernels.AddGradient(x, gradient, clipped, isPolynomial: false, width);
            Assert.Equal(x.Select((v, i) => before[i] + (Math.Abs(v) > 1f ? 0f : gradient[i])), clipped);
            float[] polynomial = [.. before];
            ActivationKernels.AddGradient(x, gradient, polynomial, isPolynomial: true, width);
            Assert.Equal(x.Select((v, i) => before[i] + (Math.Abs(v) > 1f ? 0f : gradient[i] * (2f - (2f * Math.Abs(v))))), polynomial);
        }
    }
}
