using PimSim.Bits;

namespace PimSim.Training.Tests;

public sealed class ConvolutionBlockTests
{
    private const int Images = 2;
    private const int Inputs = 3;
    private const int Side = 6;
    private const int Outputs = 4;
    private const int Half = Side / 2;
    private readonly GoldenVectors golden = GoldenVectors.Section("layer");

    [Fact]
    public void DoubleTwinEqualsTheRecordedLayer()
    {
        double[] w = GoldenVectors.ChannelsLast(golden.Array("w"), Inputs, 3, 3);
        (double l, double u) = (golden.Number("l"), golden.Number("u"));
        double[] clipped = ReferenceClipping.Clip(w, l, u);
        double alpha = ReferenceClipping.Scale(clipped);
        Assert.Equal(golden.Number("alpha"), alpha, 1e-12);
        ReferenceLayer layer = new(
            Last("x", Inputs, Side), Images, Side, Inputs, ReferenceClipping.Signs(clipped), alpha, golden.Array("gamma"), golden.Array("beta"), golden.Number("bn_eps"));
        GoldenVectors.AssertClose(Last("conv_int", Outputs, Side), layer.Products, 1e-9);
        GoldenVectors.AssertClose(Last("pool_int", Outputs, Half), layer.Pooled, 1e-9);
        GoldenVectors.AssertClose(Last("bn", Outputs, Half), layer.Normalized, 1e-9);
        layer.Backward(Last("g_out", Outputs, Half));
        (double[] weights, double lower, double upper) = ReferenceClipping.Backward(w, l, u, layer.ClippedGradient, inclusive: false);
        AssertGradients(1e-9, layer.GammaGradient, layer.BetaGradient, layer.InputGradient, weights, lower, upper);
    }

    [Fact]
    public void ProductionEqualsTheRecordedLayer()
    {
        ClippedSet weights = new([.. GoldenVectors.ChannelsLast(golden.Floats("w"), Inputs, 3, 3)], (float)golden.Number("l"), (float)golden.Number("u"));
        BlockGeometry geometry = new(new BlockTemplate { OutChannels = Outputs, Binary = true }, Side, Side, Inputs);
        ActivationBuffer input = new(Images, Side, Side, Inputs, 1, 0f, hasGradients: true);
        ActivationBuffer output = new(Images, Half, Half, Outputs, 1, 0f, hasGradients: true);
        ConvolutionBlock block = new(geometry, weights, input, output, new TrainingOptions { BatchSize = Images });
        golden.Floats("gamma").CopyTo(block.Norm.Gamma, 0);
        golden.Floats("beta").CopyTo(block.Norm.Beta, 0);
        Fill(Last("x", Inputs, Side), Side, Inputs, input.Row);
        Fill(Last("g_out", Outputs, Half), Half, Outputs, output.GradientRow);
        using WorkerTeam<BlockScratch> team = new(2, () => new BlockScratch(geometry.ConvolutionLength, geometry.PooledLength));
        Assert.Equal(BatchNormState.Epsilon, (float)golden.Number("bn_eps"));

        block.Forward(Images, team, previous: null);
        for (int i = 0; i < Images; i++)
        {
            block.Activate(i);
        }

        float alpha = WeightClipping.Scale(weights.Values, Outputs, weights.Lower, weights.Upper);
        Assert.Equal(golden.Number("alpha"), alpha, 1e-7);
        float[] pooled = [.. Enumerable.Range(0, Images).SelectMany(i => block.Pooled(i).ToArray())];
        GoldenVectors.AssertClose(Last("pool_int", Outputs, Half), pooled.Select(v => v / alpha), 1e-5);
        GoldenVectors.AssertClose(Last("bn", Outputs, Half), pooled.Select((v, i) => Normalize(block.Norm.Parameters, v, i % Outputs)), 1e-5);
        Assert.Equal(Last("out", Outputs, Half), Read(Half, output.Row).Select(v => (double)v));

        block.BeginParameterGradients(0);
        for (int i = 0; i < Images; i++)
        {
            block.SumParameterGradients(0, i);
        }

        block.Backward(Images, team, previous: null);
        float[] gradient = new float[weights.Values.Length];
        ThresholdGradients thresholds = WeightClipping.Backward(
            weights.Values, Outputs, weights.Lower, weights.Upper, inclusive: false, block.WeightGradient, gradient);
        AssertGradients(
            1e-5,
            Doubles(block.GammaGradient),
            Doubles(block.BetaGradient),
            Doubles(Read(Side, input.GradientRow)),
            Doubles(gradient),
            thresholds.Lower,
            thresholds.Upper);
    }

    [Fact]
    public void IntegerConvolutionEqualsTheRecordedOne()
    {
        float[] signs = new float[Outputs * 27];
        WeightClipping.Signs(GoldenVectors.ChannelsLast(golden.Floats("w"), Inputs, 3, 3), (float)golden.Number("l"), (float)golden.Number("u"), signs);
        RealConvolutionShape shape = new BlockGeometry(
            new BlockTemplate { OutChannels = Outputs, Binary = true }, Side, Side, Inputs).Convolution;
        RealConvolution convolution = new(shape, signs);
        double[] expected = Last("conv_int", Outputs, Side);
        float[] x = [.. Last("x", Inputs, Side).Select(v => (float)v)];
        for (int i = 0; i < Images; i++)
        {
            float[] products = new float[convolution.OutputLength];
            convolution.Forward(x.AsSpan(i * Side * Side * Inputs, Side * Side * Inputs), products, new float[shape.PaddedLength]);
            Assert.Equal(expected.AsSpan(i * products.Length, products.Length).ToArray(), Doubles(products));
        }
    }

    private void AssertGradients(double tolerance, double[] gamma, double[] beta, double[] input, double[] weights, double lower, double upper)
    {
        GoldenVectors.AssertClose(golden.Array("g_gamma"), gamma, tolerance);
        GoldenVectors.AssertClose(golden.Array("g_beta"), beta, tolerance);
        GoldenVectors.AssertClose(Last("g_x", Inputs, Side), input, tolerance);
        GoldenVectors.AssertClose(GoldenVectors.ChannelsLast(golden.Array("g_w"), Inputs, 3, 3), weights, tolerance);
        GoldenVectors.AssertClose([golden.Number("g_l"), golden.Number("g_u")], new[] { lower, upper }, tolerance);
    }

    private double[] Last(string name, int channels, int side) => GoldenVectors.ChannelsLast(golden.Array(name), channels, side, side);

    private static float Normalize(in NormParameters norm, float x, int c) =>
        MathF.FusedMultiplyAdd((x - norm.Mean[c]) * norm.Inverse[c], norm.Gamma[c], norm.Beta[c]);

    private static double[] Doubles(IEnumerable<float> values) => [.. values.Select(v => (double)v)];

    private static void Fill(double[] values, int side, int channels, Rows rows)
    {
        for (int i = 0; i < Images * side; i++)
        {
            Span<float> row = rows(i / side, i % side);
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = (float)values[(i * side * channels) + j];
            }
        }
    }

    private static float[] Read(int side, Rows rows) =>
        [.. Enumerable.Range(0, Images * side).SelectMany(i => rows(i / side, i % side).ToArray())];

    private delegate Span<float> Rows(int image, int y);

    /// <summary>A clipped set with thresholds of its own choice.</summary>
    private sealed class ClippedSet(float[] values, float lower, float upper) : LayerWeights(values, Outputs)
    {
        public float Lower => lower;

        public float Upper => upper;

        public override IEnumerable<KeyValuePair<string, float[]>> State => [];

        public override LayerScale Prepare(Span<float> effective)
        {
            WeightClipping.Signs(Values, lower, upper, effective);
            return new LayerScale(WeightClipping.Scale(Values, Channels, lower, upper));
        }

        public override void Update(ReadOnlySpan<float> gradient, in UpdateStep step) => throw new NotSupportedException();

        public override StoredWeights Export() => throw new NotSupportedException();
    }
}
