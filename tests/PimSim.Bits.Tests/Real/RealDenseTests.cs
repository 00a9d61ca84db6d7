namespace PimSim.Bits.Tests;

public sealed class RealDenseTests
{
    [Theory]
    [InlineData(10, 1152)]
    [InlineData(1, 63)]
    [InlineData(33, 65)]
    [InlineData(64, 7)]
    public void SignsAndRealInputsGiveTheChainThenTheBias(int outputs, int inputs)
    {
        float[] weights = TestValues.Floats(outputs * inputs, 11);
        float[] bias = TestValues.Floats(outputs, 12);
        float[] x = TestValues.Signs(inputs, 13);
        ulong[] bits = new ulong[(inputs + 63) / 64];
        for (int k = 0; k < inputs; k++)
        {
            bits[k / 64] |= x[k] < 0f ? 1UL << (k % 64) : 0UL;
        }

        float[] expected = new float[outputs];
        for (int o = 0; o < outputs; o++)
        {
            float sum = 0f;
            for (int k = 0; k < inputs; k++)
            {
                sum = MathF.FusedMultiplyAdd(weights[(o * inputs) + k], x[k], sum);
            }

            expected[o] = sum + bias[o];
        }

        foreach (LaneWidth width in AllWidths.Values)
        {
            RealDense dense = new(outputs, inputs, width);
            dense.SetWeights(weights, bias);
            float[] output = new float[outputs];
            dense.Forward(x, output);
            Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(output));
            Array.Clear(output);
            dense.ForwardSigns(bits, output);
            Assert.Equal(TestValues.BitsOf(expected), TestValues.BitsOf(output));
        }
    }

    [Fact]
    public void ForwardAllocatesNothing()
    {
        RealDense dense = new(10, 100, TestValues.Floats(1000, 14), []);
        float[] output = new float[10];
        float[] input = TestValues.Floats(100, 15);
        ulong[] signs = [0x5A5A5A5A5A5A5A5AUL, 0x77UL];
        dense.Forward(input, output);
        dense.ForwardSigns(signs, output);
        long before = GC.GetAllocatedBytesForCurrentThread();
        dense.Forward(input, output);
        dense.ForwardSigns(signs, output);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void ShortInputIsRefused()
    {
        RealDense dense = new(10, 100, TestValues.Floats(1000, 14), []);
        Assert.Throws<ArgumentException>(() => dense.ForwardSigns(new ulong[1], new float[10]));
        Assert.Throws<ArgumentException>(() => dense.Forward(new float[100], new float[9]));
    }
}
