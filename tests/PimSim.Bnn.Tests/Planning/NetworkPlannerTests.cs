using PimSim.Core;

namespace PimSim.Bnn.Tests;

public sealed class NetworkPlannerTests
{
    [Fact]
    public void A_network_becomes_blocks()
    {
        IReadOnlyList<LayerPlan> plans = NetworkPlanner.Plan(Samples.Small());

        Assert.Equal("conv binary hidden out", string.Join(' ', plans.Select(p => p.Name)));
        Assert.Equal([false, true, true, false], plans.Select(p => p.IsBinary));
        Assert.Equal([false, true, true, true], plans.Select(p => p.InputIsBits));
        Assert.Equal([true, true, true, false], plans.Select(p => p.HasSign));
        Assert.Equal([9, 9, 8, 10], plans.Select(p => p.Positions));
        Assert.Equal("norm", plans[0].Norm?.Name);
        Assert.Equal(("pool", PoolPosition.BeforeNorm, false), (plans[1].Pool?.Name, plans[1].PoolPosition, plans[1].IgnoreDirection));
        Assert.Equal((new ImageShape(4, 4, 2), new ImageShape(2, 2, 2)), (plans[1].LayerOutput, plans[1].Output));
    }

    [Theory]
    [InlineData("layer norm pool sign", PoolPosition.AfterNorm, true)]
    [InlineData("layer norm sign pool", PoolPosition.AfterSign, true)]
    [InlineData("layer pool norm sign", PoolPosition.BeforeNorm, false)]
    [InlineData("layer pool sign", PoolPosition.BeforeNorm, false)]
    [InlineData("layer sign pool", PoolPosition.AfterSign, true)]
    public void The_pool_keeps_its_place(string nodes, PoolPosition position, bool ignoreDirection)
    {
        LayerPlan plan = NetworkPlanner.Plan(Build(nodes))[0];

        Assert.Equal((position, ignoreDirection), (plan.PoolPosition, plan.IgnoreDirection));
    }

    [Theory]
    [InlineData("binary sign", "node 'binary0' is not supported yet")]
    [InlineData("layer binary sign", "node 'binary1' is not supported yet")]
    [InlineData("layer norm binary sign", "node 'binary2' is not supported yet")]
    [InlineData("layer sign sign", "node 'sign2' is not supported yet")]
    public void What_the_units_cannot_take_is_refused_by_the_nodes_name(string nodes, string message) => Refused(Build(nodes), message);

    [Theory]
    [InlineData("pool layer", "pool0:max layer1")]
    [InlineData("sign layer", "sign0:sign layer1")]
    [InlineData("layer norm", "layer0 norm1:norm")]
    [InlineData("layer norm layer", "layer0 norm1:norm layer2")]
    [InlineData("layer norm pool layer", "layer0 norm1:norm pool2:max layer3")]
    [InlineData("layer sign norm", "layer0 norm2:norm")]
    [InlineData("layer norm norm sign", "layer0 norm1:norm norm2:normsign")]
    [InlineData("layer pool sign pool", "layer0 pool3:maxsign")]
    [InlineData("layer sign binary layer", "layer0 binary2 binary2-scale:scale layer3")]
    [InlineData("layer sign binary norm pool layer", "layer0 binary2 norm3:norm pool4:max layer5")]
    [InlineData("layer sign average", "layer0 average2:average")]
    public void Other_orders_become_steps_between_layers(string nodes, string steps)
    {
        BnnNetwork network = Build(nodes);
        NetworkPlan plan = NetworkPlanner.PlanSteps(network);
        Assert.Equal(steps, string.Join(' ', plan.Steps.Select(Describe)));
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(() => NetworkPlanner.Plan(network)).Diagnostics);
        Assert.Equal("PIM0457", fault.Code);
    }

    [Fact]
    public void A_sign_after_a_padded_pool_of_a_batch_norm_is_decided_exactly_before_the_pool()
    {
        BnnNetwork network = Named(Samples.Chain(
            2,
            2,
            2,
            Layer("layer", ["input"], new RealWeights(new float[4])),
            new BatchNormNode { Name = "norm", Inputs = ["layer"], Gamma = [1, 1], Beta = [0, 0], Mean = [0, 0], Variance = [1, 1], Epsilon = 0 },
            new MaxPoolNode { Name = "pool", Inputs = ["norm"], Size = 3, Stride = 1, Padding = 1 },
            new SignNode { Name = "sign", Inputs = ["pool"] },
            Layer("last", ["sign"], new RealWeights(new float[4]))));
        NetworkPlan plan = NetworkPlanner.PlanSteps(network);
        Assert.Equal("layer sign-norm:normsign sign:maxsign last", string.Join(' ', plan.Steps.Select(Describe)));
        Assert.True(plan.Steps[1] is ElementwiseStep { SignsOnInput: true, Numbers: null });
    }

    [Fact]
    public void A_branch_that_nothing_joins_is_refused()
    {
        BnnNetwork chain = Build("layer sign layer");
        BnnNetwork branch = Samples.Chain(2, 2, 2, [.. chain.Nodes.SkipLast(1), ((ConvolutionNode)chain.Nodes[^1]) with { Inputs = ["input"] }]);

        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(() => NetworkPlanner.Plan(Named(branch))).Diagnostics);
        Assert.Equal("PIM0715", fault.Code);
        Assert.StartsWith("node 'sign1' is taken by no other node", fault.Message, StringComparison.Ordinal);
    }

    private static string Describe(NetworkStep step) => step is not ElementwiseStep e
        ? step.Name
        : $"{step.Name}:{(e.Terms[0].Norm is not null ? "norm" : e.Terms[0].Counts is not null ? "scale" : "")}"
            + e.Reduction switch { PimSim.Driver.WindowReduction.Maximum => "max", PimSim.Driver.WindowReduction.Average => "average", _ => "" }
            + (e.SignNorm is not null ? "norm" : "") + (e.Signs is not null ? "sign" : "");

    private static void Refused(BnnNetwork network, string message)
    {
        Diagnostic fault = Assert.Single(Assert.Throws<UserErrorException>(() => NetworkPlanner.Plan(network)).Diagnostics);
        Assert.Equal("PIM0420", fault.Code);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    private static BnnNetwork Build(string kinds)
    {
        string previous = BnnNetwork.InputName;
        var nodes = new List<NetworkNode>();
        foreach (string kind in kinds.Split(' '))
        {
            string name = $"{kind}{nodes.Count}";
            string[] inputs = [previous];
            nodes.Add(kind switch
            {
                "layer" => Layer(name, inputs, new RealWeights(new float[4])),
                "binary" => Layer(name, inputs, new BinarizedWeights([0], 4, 1f)),
                "pool" => new MaxPoolNode { Name = name, Inputs = inputs, Size = 1, Stride = 1 },
                "average" => new AveragePoolNode { Name = name, Inputs = inputs, Size = 1, Stride = 1 },
                "norm" => new BatchNormNode { Name = name, Inputs = inputs, Gamma = [1, 1], Beta = [0, 0], Mean = [0, 0], Variance = [1, 1], Epsilon = 0 },
                _ => new SignNode { Name = name, Inputs = inputs },
            });
            previous = name;
        }

        return Named(Samples.Chain(2, 2, 2, [.. nodes]));
    }

    private static ConvolutionNode Layer(string name, string[] inputs, WeightSet weights) => new()
    {
        Name = name,
        Inputs = inputs,
        OutChannels = 2,
        KernelHeight = 1,
        KernelWidth = 1,
        Stride = 1,
        Padding = 0,
        PaddingValue = PaddingValue.Zero,
        Groups = 1,
        Weights = weights,
    };

    private static BnnNetwork Named(BnnNetwork network) => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = [.. Enumerable.Range(0, 8).Select(i => $"class {i}")],
        Nodes = network.Nodes,
    };
}
