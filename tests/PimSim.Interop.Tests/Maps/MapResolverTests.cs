using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class MapResolverTests
{
    /// <summary>2 outputs x 3 inputs.</summary>
    private static readonly float[] Dense = [0.5f, -1, 0, -0.25f, 3, -0f];

    [Theory]
    [InlineData("non-negative-is-plus", "+-+-++")]
    [InlineData("positive-is-plus", "+---+-")]
    public void Conventions_of_numbers(string signs, string expected)
    {
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: out-in, signs: {signs}}}", Tensor("w", [2, 3], Dense))));
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: in-out, signs: {signs}}}", Tensor("w", [3, 2], [0.5f, -0.25f, -1, 3, 0, -0f]))));
    }

    [Theory]
    [InlineData("one-is-plus", "+-+-++")]
    [InlineData("one-is-minus", "-+-+--")]
    public void Conventions_of_bits(string signs, string expected)
    {
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: out-in, signs: {signs}}}", Tensor("w", [2, 3], [1, 0, 1, 0, 1, 1]))));
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: out-in, signs: {signs}, packing: lsb-first}}", Bytes("w", [2, 1], 0b11111101, 0b110))));
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: out-in, signs: {signs}, packing: msb-first}}", Bytes("w", [2, 1], 0b10111111, 0b01100000))));
        NamedTensor words = new("w", TensorElementType.Int32, [2, 1], TensorSamples.Int32s(0b101, 0b110), "f");
        Assert.Equal(expected, Signs(Weights($"{{tensor: w, layout: out-in, signs: {signs}, packing: lsb-first}}", words)));
    }

    [Fact]
    public void Values_without_a_sign_are_refused()
    {
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: non-zero}", Tensor("w", [2, 3], Dense)));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: one-is-plus}", Tensor("w", [2, 3], Dense)));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: one-is-minus}", Tensor("w", [2, 3], Dense)));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: non-negative-is-plus}", Tensor("w", [2, 3], [1, 1, 1, 1, 1, float.NaN])));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: real}", Tensor("w", [2, 3], [1, 1, 1, 1, 1, float.NaN])));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: real, packing: lsb-first}", Bytes("w", [2, 1], 1, 1)));
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: positive-is-plus, packing: lsb-first}", Bytes("w", [2, 1], 1, 1)));
        NamedTensor words = new("w", TensorElementType.Int32, [2, 1], TensorSamples.Int32s(1, 2), "f");
        Refusal.Of("PIM1062", () => Weights("{tensor: w, layout: out-in, signs: one-is-plus, packing: msb-first}", words));
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Refusal.Of("PIM1061", () => Weights("{tensor: w, layout: in-out, signs: real}", Tensor("w", [2, 3], Dense)));
        Refusal.Of("PIM1061", () => Weights("{tensor: w, layout: out-in, signs: real}", Tensor("w", [6], Dense)));
        Refusal.Of("PIM1061", () => Weights("{tensor: w, layout: out-in, signs: real}", Tensor("w", [0, 3], [])));
        Refusal.Of("PIM1061", () => Weights("{tensor: w, layout: in-out, signs: one-is-plus, packing: lsb-first}", Bytes("w", [3, 1], 1, 1, 1)));
        Refusal.Of("PIM1061", () => Weights("{tensor: w, layout: out-in, signs: one-is-plus, packing: lsb-first}", Bytes("w", [1, 2], 1, 1)));
        Refusal.Of("PIM1004", () => Weights("{tensor: x, layout: out-in, signs: real}", Tensor("w", [2, 3], Dense)));
    }

    [Fact]
    public void Real_weights_scales_and_biases_are_read()
    {
        MappedDense dense = DenseOf("{tensor: w, layout: out-in, signs: real, scale: s}, bias: b", [Tensor("w", [2, 3], Dense), Tensor("s", [2, 1], [2, 3]), Tensor("b", [2], [4, 5])]);
        Assert.Equal(Dense, dense.Weights.Reals);
        Assert.Null(dense.Weights.Signs);
        Assert.Equal([2f, 3], dense.Weights.Scales!);
        Assert.Equal([4f, 5], dense.Bias!);
        dense = DenseOf("{tensor: w, layout: out-in, signs: positive-is-plus, scale: s}", [Tensor("w", [2, 3], Dense), Tensor("s", [], [7])]);
        Assert.Equal([7f, 7], dense.Weights.Scales!);
        Refusal.Of("PIM1061", () => DenseOf("{tensor: w, layout: out-in, signs: real}, bias: b", [Tensor("w", [2, 3], Dense), Tensor("b", [3], [4, 5, 6])]));
        Refusal.Of("PIM1062", () => DenseOf("{tensor: w, layout: out-in, signs: real}, bias: b", [Tensor("w", [2, 3], Dense), Tensor("b", [2], [4, float.PositiveInfinity])]));
    }

    [Theory]
    [InlineData("oihw")]
    [InlineData("hwio")]
    [InlineData("ohwi")]
    public void Convolutions_of_every_layout_are_the_same(string layout)
    {
        const string axes = "ohwi";
        int[] sizes = [3, 2, 2, 2];
        int[] tensorSizes = [.. layout.Select(axis => sizes[axes.IndexOf(axis, StringComparison.Ordinal)])];
        float[] values = new float[24];
        string expected = "";
        for (int i = 0; i < 24; i++)
        {
            Dictionary<char, int> at = new() { ['o'] = i / 8, ['h'] = i / 4 % 2, ['w'] = i / 2 % 2, ['i'] = i % 2 };
            bool plus = ((i * i) + (i / 3)) % 3 == 0;
            expected += plus ? '+' : '-';
            values[layout.Select((axis, k) => (axis, k)).Aggregate(0, (flat, a) => (flat * tensorSizes[a.k]) + at[a.axis])] = plus ? 1 : -1;
        }

        MappedNetwork network = Network(
            $"""
            format: pimsim-map/1
            input: <shape: [2, 2, 2], encoding: threshold, threshold: 128>
            classes: 3
            layers:
              - <kind: convolution, weights: <tensor: w, layout: {layout}, signs: non-zero>>
            """.Replace('<', '{').Replace('>', '}'),
            Tensor("w", tensorSizes, values));
        MappedConvolution convolution = Assert.IsType<MappedConvolution>(network.Items[0]);
        Assert.Equal((2, 2, 3, 8), (convolution.KernelHeight, convolution.KernelWidth, convolution.Weights.Outputs, convolution.Weights.Columns));
        Assert.Equal(expected, Signs(convolution.Weights));
    }

    [Fact]
    public void A_dense_layer_takes_an_image_in_the_order_of_its_file()
    {
        MappedNetwork Ordered(string order) => Network(
            "format: pimsim-map/1\ninput: {shape: [1, 2, 3], encoding: threshold, threshold: 1}\nclasses: 1\nlayers:\n"
            + $"  - {{kind: dense, weights: {{tensor: w, layout: out-in, signs: non-zero}}{order}}}\n",
            Tensor("w", [1, 6], [1, -1, 1, 1, -1, -1]));
        Assert.Equal("+-++--", Signs(((MappedDense)Ordered(", inputOrder: hwc").Items[0]).Weights));
        Assert.Equal("++--+-", Signs(((MappedDense)Ordered(", inputOrder: chw").Items[0]).Weights));
        Refusal.Of("PIM1065", () => Ordered(""));
    }

    [Theory]
    [InlineData("PIM1063", "largest-sum", "  - {kind: sign}\n")]
    [InlineData("PIM1063", "highest-firing", "")]
    [InlineData("PIM1063", "highest-firing", "  - {kind: sign}\n  - {kind: thresholds, tensor: t, compare: \">\", domain: dot}\n")]
    [InlineData("PIM1061", "highest-firing", "  - {kind: thresholds, tensor: t, compare: \">\", domain: dot, factor: 2}\n  - {kind: sign}\n")]
    [InlineData("PIM1065", "largest-sum", "  - {kind: max-pool, size: 2}\n")]
    [InlineData("PIM1061", "largest-sum", "  - {kind: batch-norm, mean: w, variance: t, epsilon: 1e-5}\n")]
    public void Steps_that_do_not_fit_are_refused(string code, string decision, string more) => Refusal.Of(
        code,
        () => Network(OneDense("{tensor: w, layout: out-in, signs: non-zero}") + more + $"decision: {decision}\n", Tensor("w", [2, 3], [1, -1, 1, 1, 1, 1]), Tensor("t", [3], [1, 2, 3])));

    [Fact]
    public void Other_faults_of_maps_are_refused()
    {
        NamedTensor weights = Tensor("w", [2, 3], [1, -1, 1, 1, 1, 1]);
        string map = OneDense("{tensor: w, layout: out-in, signs: non-zero}");
        Refusal.Of("PIM1065", () => Network(map.Replace("classes: 2", "classes: 3", StringComparison.Ordinal), weights));
        Refusal.Of("PIM1065", () => Network(map.Replace("[1, 1, 3]", "[60000, 60000, 1]", StringComparison.Ordinal), weights));
        Refusal.Of("PIM1063", () => Network(map[..map.IndexOf("  - ", StringComparison.Ordinal)].Replace("layers:", "layers: []", StringComparison.Ordinal), weights));
        Refusal.Of("PIM1064", () => Network(PynqSamples.Map(), weights));
        Refusal.Of("PIM1065", () => Network(map.Replace("kind: dense", "kind: convolution, groups: 2", StringComparison.Ordinal).Replace("out-in", "oihw", StringComparison.Ordinal), weights));
    }

    [Theory]
    [InlineData(">", "popcount", 1, 3, 1)]
    [InlineData(">=", "popcount", 1, 3, -1)]
    [InlineData(">", "dot", 2, 3, 2)]
    [InlineData(">=", "dot", 2, 3, 2)]
    [InlineData(">", "dot", 2, -3, -1)]
    [InlineData(">=", "dot", 2, -4, -2)]
    [InlineData(">", "dot", 2, -4, -1)]
    [InlineData(">", "popcount", 1, long.MaxValue, 1L << 62)]
    [InlineData(">", "dot", 1, long.MinValue, -(1L << 62))]
    public void Thresholds_become_the_smallest_sum_that_fires(string compare, string domain, int factor, long threshold, long expected)
    {
        MappedThresholds thresholds = new("t", default, [threshold], 1, MapWords.Comparisons[compare], MapWords.Domains[domain], factor, FanIn: 7);
        Assert.Equal(expected, thresholds.SmallestFiringDot(0));
    }

    [Fact]
    public void Padded_inputs_of_minus_one_are_taken_off_the_threshold() =>
        Assert.Equal(5, new MappedThresholds("t", default, [3], 1, ThresholdComparison.GreaterOrEqual, ThresholdDomain.Dot, 1, FanIn: 7, Padding: 2).SmallestFiringDot(0));

    [Fact]
    public void Several_thresholds_are_announced_by_the_map()
    {
        NamedTensor[] tensors = [Tensor("w", [2, 3], [1, -1, 1, 1, 1, 1]), Tensor("t", [2, 2], [1, 2, 3, 4]), Tensor("v", [2, 2], [1, 1, -1, 1])];
        string first = OneDense("{tensor: w, layout: out-in, signs: non-zero}") + "  - {kind: thresholds, tensor: t, compare: \">\", domain: dot";
        const string last = "  - {kind: dense, weights: {tensor: v, layout: out-in, signs: non-zero}}\n";
        MappedThresholds several = Assert.IsType<MappedThresholds>(Network(first + ", count: 2, offset: -1}\n" + last, tensors).Items[1]);
        Assert.Equal((2, -1), (several.ValuesOfOutput, several.Offset));
        Refusal.Of("PIM1142", () => Network(first + "}\n" + last, tensors));
        Refusal.Of("PIM1063", () => Network(
            first + ", count: 2}\n" + last + "  - {kind: thresholds, tensor: t, compare: \">\", domain: popcount, count: 2}\n" + last, tensors));
    }

    [Fact]
    public void Signs_are_handed_over_without_gaps()
    {
        SignMatrix signs = new(3, 70);
        signs[0, 0] = signs[2, 69] = true;
        signs[1, 3] = true;
        signs[1, 3] = false;
        ulong[] bits = signs.ToNegativeBits();
        Assert.Equal(4, bits.Length);
        Assert.Equal(208, bits.Sum(word => System.Numerics.BitOperations.PopCount(word)));
        Assert.Equal(0UL, bits[0] & 1);
        Assert.Equal(0UL, bits[3] >> 17);
        Assert.Equal(1UL << 5, signs.Row(2)[1]);
    }

    private static string OneDense(string weights) =>
        $"format: pimsim-map/1\ninput: {{shape: [1, 1, 3], encoding: threshold, threshold: 1}}\nclasses: 2\nlayers:\n  - {{kind: dense, weights: {weights}}}\n";

    private static MappedDense DenseOf(string weights, NamedTensor[] tensors) => (MappedDense)Network(OneDense(weights), tensors).Items[0];

    private static MappedWeights Weights(string weights, NamedTensor tensor) => DenseOf(weights, [tensor]).Weights;

    private static MappedNetwork Network(string map, params NamedTensor[] tensors) => MapResolver.Resolve(MapReader.Parse(map, "m.yaml"), new TensorArchive("f", tensors));

    private static NamedTensor Tensor(string name, int[] shape, float[] values) => new(name, TensorElementType.Float32, shape, TensorSamples.Singles(values), "f");

    private static NamedTensor Bytes(string name, int[] shape, params byte[] values) => new(name, TensorElementType.UInt8, shape, values, "f");

    private static string Signs(MappedWeights weights) =>
        string.Concat(Enumerable.Range(0, weights.Outputs * weights.Columns).Select(i => weights.Signs![i / weights.Columns, i % weights.Columns] ? '+' : '-'));
}
