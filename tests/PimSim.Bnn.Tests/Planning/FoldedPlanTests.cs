using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Blocks with whole numbers as input, or integer thresholds.</summary>
public sealed class FoldedPlanTests
{
    [Fact]
    public void Planes_and_thresholds_become_part_of_the_block()
    {
        LayerPlan plan = NetworkPlanner.Plan(Samples.Folded())[0];

        Assert.Equal((true, false, new BitPlanes(4, -8)), (plan.HasSign, plan.InputIsBits, plan.InputPlanes));
        Assert.Equal(8 * 8, plan.DotBound);
        Assert.Equal([3, -2, 0, -64], plan.FoldedThresholds(1f).Select(t => t.Limit));
    }

    [Fact]
    public void Batch_norm_folds_over_the_range_of_whole_numbers()
    {
        var norm = new BatchNormNode { Name = "norm", Inputs = ["first"], Gamma = [1, -1, 1, 0], Beta = [0, 0, 0, -1], Mean = [40, 40, -70, 0], Variance = [1, 1, 1, 1], Epsilon = 0 };
        NetworkNode first = Samples.Folded().Nodes[0];
        LayerPlan plan = NetworkPlanner.Plan(Network(4, first, norm, new SignNode { Name = "sign", Inputs = ["norm"] }))[0];

        Assert.Equal([new(40, false), new(40, true), new(-64, false), new DotThreshold(65, false)], plan.FoldedThresholds(1f));
    }

    [Theory]
    [InlineData(0.5f)]
    [InlineData(0f)]
    public void Thresholds_after_a_scale_are_refused(float scale) => Refused("PIM1081", Network(4, Dense(scale), Threshold("first")));

    [Fact]
    public void Thresholds_after_real_weights_are_refused() =>
        Refused("PIM1081", Network(4, (DenseNode)Samples.Folded().Nodes[0] with { Weights = new RealWeights(new float[32]) }, Threshold("first")));

    [Fact]
    public void Thresholds_and_a_sign_are_refused() =>
        Refused("PIM0420", Network(4, Dense(1f), Threshold("first"), new SignNode { Name = "sign", Inputs = ["threshold"] }));

    [Theory]
    [InlineData(PaddingValue.PlusOne)]
    [InlineData(PaddingValue.MinusOne)]
    public void A_border_that_the_planes_cannot_hold_is_refused(PaddingValue padding)
    {
        ConvolutionNode layer = new()
        {
            Name = "conv",
            Inputs = [BnnNetwork.InputName],
            OutChannels = 1,
            KernelHeight = 1,
            KernelWidth = 1,
            Stride = 1,
            Padding = 1,
            PaddingValue = padding,
            Groups = 1,
            Weights = new BinarizedWeights([0], 2, 1f),
        };
        int[] levels = [.. PixelLevels.Bits(9).Select(l => (padding == PaddingValue.PlusOne ? -4 : 2) + l)];
        Refused("PIM1084", Network(16, levels, layer));
    }

    [Fact]
    public void Too_many_inputs_of_many_bits_are_refused()
    {
        const int inputs = 40_000;
        var network = new BnnNetwork
        {
            Name = "wide",
            Input = new InputEncoding { Height = 1, Width = inputs, Channels = 1, Levels = PixelLevels.FixedPoint(8, 7) },
            Classes = ["a"],
            Nodes = [new DenseNode { Name = "first", Inputs = [BnnNetwork.InputName], Outputs = 1, Weights = new BinarizedWeights(new ulong[inputs / 64], inputs, 1f) }],
        };
        Refused("PIM0413", network);
    }

    [Fact]
    public void Several_thresholds_give_planes_to_the_next_layer()
    {
        MultiThresholdNode levels = new() { Name = "levels", Inputs = ["first"], PerChannel = 3, Offset = -1, Thresholds = new DotThreshold[12] };
        DenseNode next = new() { Name = "next", Inputs = ["levels"], Outputs = 2, Weights = new BinarizedWeights([5], 8, 1f) };
        IReadOnlyList<LayerPlan> plans = NetworkPlanner.Plan(Network(2, Samples.Folded().Nodes[0], levels, next));

        Assert.Equal((false, true, 3, new BitPlanes(2, -1)), (plans[0].HasSign, plans[0].HasThresholds, plans[0].PerChannel, plans[0].OutputPlanes));
        Assert.Equal((false, new BitPlanes(2, -1)), (plans[1].InputIsBits, plans[1].InputPlanes));
    }

    [Fact]
    public void Counts_of_planes_with_clip_thresholds_are_refused()
    {
        BnnNetwork network = Network(4, Dense(1f) with { Weights = new ClippedWeights(new float[32], -1, 1) });
        UserErrorException fault = Assert.Throws<UserErrorException>(() => WorkloadBuilder.Build(network, DeviceModelLoader.Load("hbm2-2000-pim", [])));
        Assert.Equal("PIM1085", fault.Diagnostics[0].Code);
    }

    [Fact]
    public void Counts_that_the_accumulators_cannot_hold_come_in_parts()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=11"]);
        var first = (BinaryLayout)Placement.Create(model, WorkloadBuilder.Build(Samples.Folded(), model)).Layers[0];
        Assert.Equal([new CountSlice(0, 1, 0, 3), new CountSlice(0, 1, 3, 1)], first.Slices);
        model = DeviceModelLoader.Load("hbm2-2000-pim", ["unit.accumulatorBits=7"]);
        UserErrorException fault = Assert.Throws<UserErrorException>(() => Placement.Create(model, WorkloadBuilder.Build(Samples.Folded(), model)));
        Assert.Equal("PIM0705", fault.Diagnostics[0].Code);
        Assert.Contains("counts up to 3840 mismatches", fault.Message, StringComparison.Ordinal);
    }

    private static DenseNode Dense(float scale) => (DenseNode)Samples.Folded().Nodes[0] with { Weights = new BinarizedWeights([0], 32, scale) };

    private static ThresholdNode Threshold(string input) => new() { Name = "threshold", Inputs = [input], Thresholds = new DotThreshold[4] };

    private static void Refused(string code, BnnNetwork network) =>
        Assert.Equal(code, Assert.Single(Assert.Throws<UserErrorException>(() => NetworkPlanner.Plan(network)).Diagnostics).Code);

    private static BnnNetwork Network(int classes, params NetworkNode[] nodes) => Network(classes, Samples.Folded().Input.Levels!, nodes);

    private static BnnNetwork Network(int classes, int[] levels, params NetworkNode[] nodes) => new()
    {
        Name = "changed",
        Input = Samples.Folded().Input with { Levels = levels },
        Classes = [.. Enumerable.Range(0, classes).Select(c => $"{c}")],
        Nodes = nodes,
    };
}
