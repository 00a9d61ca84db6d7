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
    [InlineData("pool layer", "node 'pool0' is not supported yet")]
    [InlineData("sign layer", "node 'sign0' is not supported yet")]
    [InlineData("layer norm", "node 'norm1' is not supported yet")]
    [InlineData("layer norm layer", "node 'layer2' is not supported yet")]
    [InlineData("layer sign norm", "node 'norm2' is not supported yet")]
    [InlineData("layer norm norm sign", "node 'norm2' is not supported yet")]
    [InlineData("layer sign sign", "node 'sign2' is not supported yet")]
    [InlineData("layer pool sign pool", "node 'pool3' is not supported yet")]
    [InlineData("binary sign", "node 'binary0' is not supported yet")]
    [InlineData("layer binary sign", "node 'binary1' is not supported yet")]
    [InlineData("layer sign binary layer", "node 'layer3' is not supported yet")]
    public void Other_orders_are_refused_by_the_nodes_name(string nodes, string message) => Refused(Build(nodes), message);

    [Fact]
    public void A_branch_is_refused()
    {
        BnnNetwork chain = Build("layer sign layer");
        BnnNetwork branch = Samples.Chain(2, 2, 2, [.. chain.Nodes.SkipLast(1), ((ConvolutionNode)chain.Nodes[^1]) with { Inputs = ["input"] }]);

        Refused(Named(branch), "node 'layer2' is not supported yet: it branches off from 'input'");
    }

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
