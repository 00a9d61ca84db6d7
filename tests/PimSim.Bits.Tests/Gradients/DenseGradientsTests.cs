namespace PimSim.Bits.Tests;

public sealed class DenseGradientsTests
{
    [Theory]
    [InlineData(3, 10, 1152)]
    [InlineData(16, 7, 45)]
    [InlineData(1, 1, 1)]
    [InlineData(300, 2, 5)]
    [InlineData(2, 300, 9)]
    public void EverySumIsTheChainOfItsDefinition(int images, int outputs, int inputs)
    {
        float[] values = TestValues.Floats(images * inputs, 1);
        float[] gradients = TestValues.Floats(images * outputs, 2);
        float[] weights = TestValues.Floats(outputs * inputs, 3);
        float[] expectedWeights = TestValues.Floats(weights.Length, 4);
        float[] expectedInputs = TestValues.Floats(values.Length, 5);
        for (int k = 0; k < inputs; k++)
        {
            for (int i = 0; i < images; i++)
            {
                for (int o = 0; o < outputs; o++)
                {
                    float g = gradients[(i * outputs) + o];
                    ref float weight = ref expectedWeights[(o * inputs) + k];
                    ref float input = ref expectedInputs[(i * inputs) + k];
                    weight = MathF.FusedMultiplyAdd(g, values[(i * inputs) + k], weight);
                    input = MathF.FusedMultiplyAdd(g, weights[(o * inputs) + k], input);
                }
            }
        }

        foreach (LaneWidth lanes in AllWidths.Values)
        {
            float[] sums = TestValues.Floats(weights.Length, 4);
            DenseGradients.AddWeights(values, inputs, gradients, outputs, sums, lanes);
            Assert.Equal(TestValues.BitsOf(expectedWeights), TestValues.BitsOf(sums));
            sums = TestValues.Floats(values.Length, 5);
            DenseGradients.AddInputs(weights, inputs, gradients, outputs, sums, lanes);
            Assert.Equal(TestValues.BitsOf(expectedInputs), TestValues.BitsOf(sums));
        }
    }

    [Fact]
    public void ArraysThatDoNotFitAreRefused()
    {
        Assert.Throws<ArgumentException>(() => DenseGradients.AddWeights(new float[5], 3, new float[4], 2, new float[6]));
        Assert.Throws<ArgumentException>(() => DenseGradients.AddInputs(new float[6], 3, new float[4], 2, new float[5]));
    }
}
