using System.Text;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

public sealed class MapReaderTests
{
    private const string Good = """
        format: pimsim-map/1
        name: net
        input: {shape: [8, 8, 2], encoding: mean-deviation, mean: [0.5, 0.25], deviation: [0.5, 1]}
        classes: [a, b]
        layers:
          - name: conv
            kind: convolution
            weights: {tensor: w, layout: oihw, signs: non-negative-is-plus, scale: s}
            bias: b
            stride: 2
            padding: 1
            border: plus
            groups: 2
          - {kind: max-pool, size: 2}
          - {kind: batch-norm, mean: m, variance: v, epsilon: 1e-5}
          - {kind: sign}
          - {kind: dense, inputOrder: chw, weights: {tensor: f, layout: in-out, signs: real}}
        """;

    [Fact]
    public void A_map_is_read()
    {
        LayerMap map = MapReader.Parse(Good, "m.yaml");
        Assert.Equal(("net", MapSource.Tensors, ClassDecision.LargestSum, 2), (map.Name, map.Source, map.Decision, map.ClassCount));
        Assert.Equal(["a", "b"], map.Classes, StringComparer.Ordinal);
        Assert.Equal([0.5, 0.25], Assert.IsType<NormalizedPixels>(map.Input.Encoding).Mean);
        MapConvolution convolution = Assert.IsType<MapConvolution>(map.Items[0]);
        Assert.Equal((2, 1, BorderValue.Plus, 2, "b", "s"), (convolution.Stride, convolution.Padding, convolution.Border, convolution.Groups, convolution.Bias, convolution.Weights.Scale));
        Assert.Equal((WeightLayout.Oihw, SignConvention.NonNegativeIsPlus), (convolution.Weights.Layout, convolution.Weights.Signs));
        Assert.Equal(2, Assert.IsType<MapMaxPool>(map.Items[1]).Stride);
        Assert.Equal(1e-5, Assert.IsType<MapBatchNorm>(map.Items[2]).Epsilon);
        Assert.Equal("sign-3", map.Items[3].Name);
        Assert.Equal(InputOrder.Chw, Assert.IsType<MapDense>(map.Items[4]).InputOrder);
        Assert.Empty(map.Foldings);
    }

    [Fact]
    public void A_map_without_a_name_has_that_of_its_file() =>
        Assert.Equal("m", MapReader.Parse(Good.Replace("name: net\n", "", StringComparison.Ordinal), "x/m.yaml").Name);

    [Theory]
    [InlineData("PIM0110", "pimsim-map/1", "pimsim-map/2")]
    [InlineData("PIM0105", "stride: 2", "strides: 2")]
    [InlineData("PIM0105", "layout: oihw", "layout: oihw, pe: 3")]
    [InlineData("PIM0105", "classes:", "more: 1\nclasses:")]
    [InlineData("PIM0106", "tensor: w, ", "")]
    [InlineData("PIM0106", ", epsilon: 1e-5", "")]
    [InlineData("PIM0107", "[8, 8, 2]", "[8, 8]")]
    [InlineData("PIM0107", "mean: [0.5, 0.25]", "mean: [0.5]")]
    [InlineData("PIM0107", "epsilon: 1e-5", "epsilon: small")]
    [InlineData("PIM0108", "epsilon: 1e-5", "epsilon: 1e99")]
    [InlineData("PIM0108", "epsilon: 1e-5", "epsilon: NaN")]
    [InlineData("PIM0108", "[0.5, 1]", "[0.5, 0]")]
    [InlineData("PIM0108", "[8, 8, 2]", "[8, 8, 1000000]")]
    [InlineData("PIM0108", "[a, b]", "[]")]
    [InlineData("PIM0109", "layout: oihw", "layout: out-in")]
    [InlineData("PIM0109", "kind: max-pool", "kind: maxpool")]
    [InlineData("PIM0109", "encoding: mean-deviation", "encoding: float")]
    [InlineData("PIM1060", "kind: sign", "kind: sign, name: conv")]
    public void Faults_are_numbered_and_placed(string code, string from, string to)
    {
        Assert.Contains(from, Good, StringComparison.Ordinal);
        UserErrorException e = Assert.Throws<UserErrorException>(() => MapReader.Parse(Good.Replace(from, to, StringComparison.Ordinal), "m.yaml"));
        Diagnostic fault = e.Diagnostics.First(d => d.Code == code);
        Assert.Equal("m.yaml", fault.File);
        Assert.True(fault.Line > 0);
    }

    [Fact]
    public void A_kernel_of_a_folder_has_two_sizes()
    {
        string map = PynqSamples.Map().Replace("kind: dense", "kind: convolution, kernel: [3]", StringComparison.Ordinal).Replace(", outputs: 3", "", StringComparison.Ordinal);
        Assert.Equal("PIM0107", Assert.Throws<UserErrorException>(() => MapReader.Parse(map, "m.yaml")).Diagnostics[0].Code);
        map = PynqSamples.Map().Replace("kind: thresholds", "kind: batch-norm", StringComparison.Ordinal);
        Assert.Equal("PIM0109", Assert.Throws<UserErrorException>(() => MapReader.Parse(map, "m.yaml")).Diagnostics[0].Code);
    }

    [Fact]
    public void A_file_that_is_not_there_is_refused() =>
        Assert.Equal("PIM0111", Assert.Throws<UserErrorException>(() => MapReader.Load("/none/m.yaml")).Diagnostics[0].Code);

    [Fact]
    public void Damaged_maps_are_read_or_refused() =>
        ParserFuzz.Run(Encoding.UTF8.GetBytes(Good), 1000, damaged => MapReader.Parse(Encoding.UTF8.GetString(damaged), "m.yaml"), 1 << 20);
}
