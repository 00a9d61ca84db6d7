using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;

namespace PimSim.Training.Tests;

public sealed class TrainableNetworksTests
{
    private static readonly ImageDataSet Colour = new("colour", 32, 32, 3, ["a", "b"], [.. Enumerable.Range(0, 2 * 32 * 32 * 3).Select(i => (byte)(i % 3 * 50))], [0, 1]);

    [Fact]
    public void ResNet20HasTwentyLayersAndTwoShortcutsThatChangeTheShape()
    {
        BnnNetwork network = Export("resnet20", Colour);
        NetworkNode[] weighted = [.. network.Nodes.Where(n => n is ConvolutionNode or DenseNode)];
        Assert.Equal(22, weighted.Length);
        Assert.Equal(18, weighted.Count(n => n is ConvolutionNode { Weights: ClippedWeights, KernelHeight: 3 }));
        Assert.Equal(2, weighted.Count(n => n is ConvolutionNode { Weights: RealWeights, KernelHeight: 1 }));
        Assert.Equal(18, network.Nodes.Count(n => n is AddNode));
        Assert.Equal(new ImageShape(1, 1, 64), NetworkShapes.Infer(network)["average1"]);
        _ = NetworkPlanner.PlanSteps(network);
    }

    [Fact]
    public void VggSmallIsAChainWithRealEnds()
    {
        BnnNetwork network = Export("vgg-small", Colour);
        Assert.Equal("conv1 dense7", string.Join(' ', network.Nodes.Where(n => n is ConvolutionNode { Weights: RealWeights } or DenseNode { Weights: RealWeights }).Select(n => n.Name)));
        Assert.Equal(7, NetworkPlanner.Plan(network).Count);
    }

    [Fact]
    public void PerceptronsHaveWidthAndDepth()
    {
        BnnNetwork network = Export("mlp-20x3", Stripes.Make(4, 1), BinarizedLayers.NotLast);
        Assert.Equal([20, 20, 20, 3], network.Nodes.OfType<DenseNode>().Select(d => d.Outputs));
        Assert.True(network.Input.IsSigns);
    }

    [Fact]
    public void TheDefaultIsTheChainOfBlocks()
    {
        ImageDataSet grey = new("grey", 28, 28, 1, ["a"], new byte[28 * 28], [0]);
        Assert.IsType<NetworkTemplate>(TrainableNetworks.Resolve(null, null, grey));
        Assert.IsType<NetworkTemplate>(TrainableNetworks.Resolve("bcnn-s", BinarizedLayers.NotFirstLast, grey));
        BnnNetwork all = Export("bcnn-s", grey, BinarizedLayers.All);
        Assert.DoesNotContain(all.Nodes, n => n is ConvolutionNode { Weights: RealWeights });
        Assert.Equal("PIM0840", Assert.Throws<UserErrorException>(() => DeviceWorkload.Chain(TrainableNetworks.Resolve("bcnn-s", BinarizedLayers.All, grey))).Diagnostics[0].Code);
    }

    [Fact]
    public void PixelsAreScaledByTheirMeanAndDeviation()
    {
        InputEncoding input = TrainableNetworks.Resolve("resnet20", null, Colour).Input;
        Assert.Equal([0.0, 0.1961, 0.3922], input.Mean);
        Assert.Equal([1.0, 1.0, 1.0], input.Deviation);
    }

    [Theory]
    [InlineData("PIM0880", "resnet21", "did you mean 'resnet20'")]
    [InlineData("PIM0881", "mlp-0x3", "such as mlp-512x3")]
    [InlineData("PIM0881", "mlp-12", "such as mlp-512x3")]
    public void NamesThatMeanNothingAreRefused(string code, string name, string remedy)
    {
        Diagnostic fault = Assert.Throws<UserErrorException>(() => TrainableNetworks.Resolve(name, null, Colour)).Diagnostics[0];
        Assert.Equal(code, fault.Code);
        Assert.Contains(remedy, fault.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PIM0105", 4, "- {kind: convolution, chanels: 4, channels: 4}", "- {kind: dense}")]
    [InlineData("PIM0109", 4, "- {kind: convolutoin, channels: 4}", "- {kind: dense}")]
    [InlineData("PIM0108", 4, "- {kind: convolution, channels: 0}", "- {kind: dense}")]
    [InlineData("PIM0106", 4, "- {kind: convolution}", "- {kind: dense}")]
    [InlineData("PIM0882", 5, "- {kind: convolution, channels: 4}", "- {kind: convolution, channels: 4, kernel: 11, pad: 0}")]
    [InlineData("PIM0882", 5, "- {kind: convolution, channels: 4, kernel: 2, pad: 0}", "- {kind: residual, channels: 4, stride: 2}")]
    [InlineData("PIM0883", 5, "- {kind: convolution, channels: 4}", "- {kind: average-pool}", true)]
    [InlineData("PIM0883", 4, "- {kind: residual, channels: 4}", "- {kind: dense}")]
    [InlineData("PIM0883", 4, "- {kind: dense}", "- {kind: dense}")]
    public void FaultsOfDescriptionsHaveTheirLine(string code, int line, string first, string second, bool isWhole = false)
    {
        string text = $"format: pimsim-network/1\nname: n\nlayers:\n  {first}\n  {second}\n{(isWhole ? "" : "  - {kind: dense}\n")}";
        Diagnostic fault = Assert.Throws<UserErrorException>(() => GraphBuilder.Build(DescriptionReader.Parse(text, "n.yaml"), null, Stripes.Make(4, 1))).Diagnostics[0];
        Assert.Equal((code, "n.yaml", line), (fault.Code, fault.File, fault.Line));
    }

    [Fact]
    public void ImagesOfAnotherSizeAreRefused()
    {
        Assert.Equal("PIM0803", Assert.Throws<UserErrorException>(() => TrainableNetworks.Resolve("bcnn-s", BinarizedLayers.All, Colour)).Diagnostics[0].Code);
    }

    private static BnnNetwork Export(string name, ImageDataSet images, BinarizedLayers? choice = null) =>
        TrainableNetworks.Resolve(name, choice, images).Create(new TrainingOptions { BatchSize = 2 }).Export();
}
