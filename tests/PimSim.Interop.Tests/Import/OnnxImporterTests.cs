using PimSim.Bnn;
using PimSim.Core;

namespace PimSim.Interop.Tests;

/// <summary>Small graphs: what each operator becomes.</summary>
public sealed class OnnxImporterTests
{
    private static readonly float[] TwoByTwo = [1, -1, 1, 1];

    [Fact]
    public void A_negative_scale_turns_the_threshold()
    {
        GraphSketch s = Dense();
        ThresholdNode node = Thresholds(s.Then("Mul", s.Constant([-0.3f])).Bipolar());
        Assert.All(node.Thresholds, t => Assert.Equal([true, true, false], Fires(t)));
    }

    [Fact]
    public void A_negative_scale_of_the_quantizer_gives_the_opposite_bits()
    {
        ThresholdNode node = Thresholds(Dense().Bipolar(-1));
        Assert.All(node.Thresholds, t => Assert.Equal([true, false, false], Fires(t)));
    }

    [Fact]
    public void A_gamma_of_zero_leaves_the_sign_of_beta()
    {
        ThresholdNode node = Thresholds(Dense().Norm([0, 0], [-0.1f, 0], [3, 3], [1, 1], 1e-5f).Bipolar());
        Assert.Equal([false, false, false], Fires(node.Thresholds[0]));
        Assert.Equal([true, true, true], Fires(node.Thresholds[1]));
    }

    /// <summary>gamma (d - mean) / sqrt(v) + beta is exactly 0 at d = 2 for v = 2^2, and below for a v one bit larger.</summary>
    [Theory]
    [InlineData(4f, true)]
    [InlineData(4.0000005f, true)]
    [InlineData(3.9999998f, false)]
    public void A_batch_norm_is_decided_exactly(float variance, bool fires)
    {
        // (-1) (2 - 0) / sqrt(v) + 1 >= 0 iff sqrt(v) >= 2.
        ThresholdNode node = Thresholds(Dense().Norm([-1, -1], [1, 1], [0, 0], [variance, variance], 0).Bipolar());
        Assert.Equal([true, true, fires], Fires(node.Thresholds[0]));
    }

    [Fact]
    public void One_threshold_of_MultiThreshold_becomes_one_of_the_network()
    {
        GraphSketch s = Dense();
        ThresholdNode node = Thresholds(s.Qonn("MultiThreshold", [s.Constant([-1, 1.5f], 2, 1)], ("out_scale", 2f), ("out_bias", -1f)));
        Assert.Equal([false, true, true], Fires(node.Thresholds[0]));
        Assert.Equal([false, false, true], Fires(node.Thresholds[1]));
    }

    [Fact]
    public void Several_thresholds_after_a_layer_become_a_count()
    {
        GraphSketch s = Dense();
        BnnNetwork network = Import(s.Qonn("MultiThreshold", [s.Constant([1, -1], 1, 2)], ("out_scale", 0.5f), ("out_bias", -0.5f)).MatMul([1, -1], 2));
        var node = (MultiThresholdNode)network.Nodes[1];
        Assert.Equal((2, -1), (node.PerChannel, node.Offset));
        Assert.Equal([[false, true, true], [false, false, true]], node.Thresholds[..2].Select(Fires));
    }

    [Fact]
    public void Values_that_jump_over_a_step_keep_their_number()
    {
        // 0, 2 and 3 of 0 to 3: the first two thresholds fire at once.
        GraphSketch s = Dense();
        var node = (MultiThresholdNode)Import(s.Qonn("MultiThreshold", [s.Constant([-0.5f, 0, 0.5f], 1, 3)])).Nodes[1];
        Assert.Equal((3, 0), (node.PerChannel, node.Offset));
        Assert.Equal([[false, true, true], [false, true, true], [false, false, true]], node.Thresholds[..3].Select(Fires));
    }

    [Fact]
    public void Uneven_steps_of_a_second_quantizer_are_refused_with_the_node()
    {
        GraphSketch s = Dense();
        s.Qonn("MultiThreshold", [s.Constant([-1, 1], 1, 2)]).Qonn("MultiThreshold", [s.Constant([2], 1, 1)]);
        Assert.Contains("multithreshold", Refusal.Of("PIM1123", () => Import(s)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rectifier_before_a_quantizer_is_part_of_it()
    {
        GraphSketch s = Dense();
        ThresholdNode node = Thresholds(s.Then("Mul", s.Constant([-1])).Then("Relu").Qonn("Quant", [s.Constant([2]), s.Constant([0]), s.Constant([2])], ("signed", 0L)));
        Assert.All(node.Thresholds, t => Assert.Equal([true, false, false], Fires(t)));
        Refusal.Of("PIM1131", () => Import(Dense().Then("Relu")));
    }

    [Fact]
    public void Several_thresholds_of_pixels_become_levels()
    {
        GraphSketch s = new(1, 1, 1, 2);
        s.Qonn("MultiThreshold", [s.Constant([0.25f, 0.5f, 0.75f], 1, 3)], ("out_scale", 0.5f));
        BnnNetwork network = Import(s.Then("Flatten").MatMul(TwoByTwo, 2));
        Assert.Equal(Enumerable.Range(0, 256).Select(p => (p >= 64 ? 1 : 0) + (p >= 128 ? 1 : 0) + (p >= 192 ? 1 : 0)), network.Input.Levels!);
    }

    [Fact]
    public void XnorPopcountMatMul_counts_matches()
    {
        // 2 of 3 bits match at least: a threshold on the popcount.
        GraphSketch s = new(1, 3);
        s.Qonn("MultiThreshold", [s.Constant([0.5f], 1, 1)]).Qonn("XnorPopcountMatMul", [s.Constant([1, 0, 1, 1, 0, 0], 3, 2)]);
        s.Qonn("MultiThreshold", [s.Constant([2, 3], 2, 1)], ("out_scale", 2f), ("out_bias", -1f));
        NaiveEvaluator naive = new(Import(s, new OnnxImportOptions { Image = new ImageShape(1, 3, 1) }));
        Assert.Equal([1f, -1f], naive.Run([255, 255, 255]).Scores);
        Assert.Equal([1f, -1f], naive.Run([255, 255, 0]).Scores);
        Assert.Equal([1f, 1f], naive.Run([0, 255, 0]).Scores);
        Assert.Equal([-1f, -1f], naive.Run([0, 0, 255]).Scores);
    }

    [Fact]
    public void XnorPopcountMatMul_of_other_numbers_is_refused()
    {
        GraphSketch s = new(1, 4);
        s.Then("Sub", s.Constant([0.5f])).Bipolar().Qonn("XnorPopcountMatMul", [s.Constant([1, 0, 1, 0], 4, 1)]);
        Refusal.Of("PIM1134", () => Import(s));
    }

    [Fact]
    public void Convolution_and_pool_keep_the_order_of_channels()
    {
        GraphSketch s = new(1, 2, 3, 3);
        float[] weights = [1, -1, -1, -1, -1, 1, 1, 1];
        s.Then("Sub", s.Constant([0.5f])).Bipolar().Then("Conv", [s.Constant(weights, 1, 2, 2, 2)]);
        BnnNetwork network = Import(s.Bipolar().Then("MaxPool", [], ("kernel_shape", (long[])[2, 2])).Then("Flatten").MatMul([1, -1], 1));
        var convolution = (ConvolutionNode)network.Nodes[0];

        // Channels are fastest: (+ -) (- +) (- +) (- +), 1 is minus.
        Assert.Equal(0b01_01_01_10UL, ((BinarizedWeights)convolution.Weights).Bits[0]);
        Assert.IsType<MaxPoolNode>(network.Nodes[2]);
    }

    [Fact]
    public void A_negative_scale_before_a_pool_turns_the_row()
    {
        GraphSketch s = new(1, 1, 2, 2);
        s.Then("Sub", s.Constant([0.5f])).Bipolar().Then("Conv", [s.Constant([1, 1], 2, 1, 1, 1)]).Then("Mul", s.Constant([1, -1], 2, 1, 1));
        BnnNetwork network = Import(s.Then("MaxPool", [], ("kernel_shape", (long[])[2, 2])).Then("Flatten"));
        Assert.Equal([1f, 1f], new NaiveEvaluator(network).Run([255, 0, 0, 0]).Scores);
        Assert.Equal([-1f, 1f], new NaiveEvaluator(network).Run([0, 0, 0, 0]).Scores);
    }

    [Fact]
    public void Scales_of_classes_become_the_read_out()
    {
        GraphSketch s = Dense();
        var affine = (AffineReadOut)Import(s.Then("Mul", s.Constant([0.5f, -2], 2)).Then("Add", s.Constant([1, 0.25f], 2))).ReadOut;
        Assert.Equal([0.5, -2], affine.Scale);
        Assert.Equal([1, 0.25], affine.Offset);
    }

    [Theory]
    [InlineData("ArgMax")]
    [InlineData("TopK")]
    public void The_class_may_be_told_by_the_graph(string op)
    {
        GraphSketch s = Dense();
        s = op is "TopK" ? s.Add("", op, [s.Last, s.Integers(1)], [], outputs: 2) : s.Then(op, [], ("axis", -1L));
        Assert.IsType<ArgMaxReadOut>(Import(s).ReadOut);
    }

    [Fact]
    public void A_division_by_255_makes_bytes_of_pixels()
    {
        GraphSketch s = new(1, 1, 1, 2);
        s.Then("Div", s.Constant([255])).Then("Mul", s.Constant([2])).Then("Sub", s.Constant([1])).Bipolar();
        Assert.Equal(PixelLevels.Bits(128), Import(s.Then("Flatten").MatMul(TwoByTwo, 2)).Input.Levels);
    }

    [Fact]
    public void An_unknown_operator_is_refused_with_its_name_and_node()
    {
        Diagnostic fault = Refusal.Of("PIM1120", () => Import(Dense().Then("Erf")));
        Assert.Contains("Erf", fault.Message, StringComparison.Ordinal);
        Assert.Contains("'erf", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_domain_is_refused() => Refusal.Of("PIM1120", () => Import(Dense() is var s ? s.Add("com.example", "Add", [s.Last], []) : s));

    [Theory]
    [InlineData(1, 1, 0, 2)]
    [InlineData(4, 1, 1, 2)]
    public void Open_shapes_and_several_images_are_refused(long n, long c, long h, long w)
    {
        GraphSketch s = new(n, c, h, w);
        Refusal.Of("PIM1121", () => Import(s.Bipolar().Then("Flatten").MatMul(TwoByTwo, 2)));
    }

    [Fact]
    public void An_open_number_of_images_is_one()
    {
        GraphSketch s = new(0, 1, 1, 2);
        Assert.Single(Import(s.Then("Sub", s.Constant([0.5f])).Bipolar().Then("Flatten").MatMul(TwoByTwo, 2)).Nodes);
    }

    private static GraphSketch Dense()
    {
        GraphSketch s = new(1, 1, 1, 2);
        return s.Then("Sub", s.Constant([0.5f])).Bipolar().Then("Flatten").MatMul(TwoByTwo, 2);
    }

    private static BnnNetwork Import(GraphSketch sketch, OnnxImportOptions? options = null) => OnnxImporter.Import(sketch.Read(), "sketch", options);

    private static ThresholdNode Thresholds(GraphSketch sketch) => Import(sketch).Nodes.OfType<ThresholdNode>().First();

    /// <summary>For the dot products -2, 0 and 2.</summary>
    private static bool[] Fires(DotThreshold threshold) => [threshold.Fires(-2), threshold.Fires(0), threshold.Fires(2)];
}
