using System.Numerics;

namespace PimSim.Bnn.Tests;

/// <summary>Networks that are built: shapes as published, bits that are drawn and always the same.</summary>
public sealed class ShapeOnlyNetworksTests
{
    [Theory]
    [InlineData("bmlp-4096", "28x28x1 1x1x4096 1x1x4096 1x1x4096 1x1x10", (784L * 4096) + (2 * 4096L * 4096), 784 + 40_960)]
    [InlineData("vgg-small", "32x32x128 16x16x128 16x16x256 8x8x256 8x8x512 4x4x512 1x1x10", 603_979_776L, (1024 * 128 * 27) + 81_920)]
    [InlineData(
        "resnet18",
        "32x32x64 32x32x64 32x32x64 32x32x64 32x32x64 16x16x128 16x16x128 16x16x128 16x16x128 16x16x128 8x8x256 8x8x256 8x8x256 8x8x256 8x8x256 4x4x512 4x4x512 4x4x512 4x4x512 4x4x512 1x1x10",
        553_648_128L,
        (1024 * 64 * 27) + 5120)]
    public void Shapes_and_work_are_those_of_the_name(string name, string outputs, long bitMacs, long realMacs)
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(name);
        LayerPlan[] plans = [.. NetworkPlanner.PlanSteps(network).Steps.OfType<LayerStep>().Select(s => s.Plan)];
        Assert.True(network.IsShapeOnly);
        Assert.Equal(outputs, string.Join(' ', plans.Select(p => p.Output.ToString())));
        Assert.Equal(bitMacs, Work(plans.Where(p => p.IsBinary)));
        Assert.Equal(realMacs, Work(plans.Where(p => !p.IsBinary)));
    }

    [Fact]
    public void ResNet18_adds_a_shortcut_in_each_of_its_eight_blocks()
    {
        NetworkPlan plan = NetworkPlanner.PlanSteps(NetworkCatalog.Shipped.Resolve("resnet18"));
        ElementwiseStep[] between = [.. plan.Steps.OfType<ElementwiseStep>()];
        ElementwiseStep[] additions = [.. between.Where(s => s.Terms.Count == 2)];
        Assert.Equal(8, additions.Length);
        Assert.Equal(10, between.Length);
        Assert.Equal(3, additions.Count(s => s.Terms.All(t => t is { Counts: not null, Norm: not null })));

        // Before a stage that begins with stride 2 only signs are taken.
        Assert.Equal(5, additions.Count(s => s.Numbers is not null));
        Assert.Equal(7, additions.Count(s => s.Signs is not null));
        Assert.Equal(4, Assert.Single(between, s => s.Reduction == PimSim.Driver.WindowReduction.Average).Size);
    }

    [Fact]
    public void Bits_are_drawn_and_always_the_same()
    {
        BnnNetwork[] twice = [NetworkCatalog.Shipped.Resolve("vgg-small"), NetworkCatalog.Shipped.Resolve("vgg-small")];
        Assert.Equal(NetworkFile.ContentHash(twice[0]), NetworkFile.ContentHash(twice[1]));
        BinarizedWeights[] drawn = [.. twice[0].Nodes.OfType<ConvolutionNode>().Select(c => c.Weights).OfType<BinarizedWeights>()];
        Assert.Equal(5, drawn.Length);
        Assert.All(drawn, w => Assert.InRange(w.Bits.Sum(b => (long)BitOperations.PopCount(b)) / (double)w.Count, 0.49, 0.51));
        Assert.Equal(drawn.Length, drawn.Select(w => w.Bits[0]).Distinct().Count());
    }

    private static long Work(IEnumerable<LayerPlan> plans) =>
        plans.Sum(p => (long)p.LayerOutput.Height * p.LayerOutput.Width * p.Channels * p.Positions);
}
