using PimSim.Core;

namespace PimSim.Bnn.Tests;

public sealed class NetworkShapesTests
{
    [Fact]
    public void Shapes_follow_the_nodes()
    {
        var shapes = NetworkShapes.Infer(Samples.Small());

        Assert.Equal(new ImageShape(4, 4, 1), shapes["input"]);
        Assert.Equal(new ImageShape(4, 4, 2), shapes["binary"]);
        Assert.Equal(new ImageShape(2, 2, 2), shapes["pool"]);
        Assert.Equal(new ImageShape(1, 1, 10), shapes["hidden"]);
        Assert.Equal(new ImageShape(1, 1, 3), shapes["out"]);
    }

    public static TheoryData<string, string, BnnNetwork> Faulty()
    {
        var data = new TheoryData<string, string, BnnNetwork>
        {
            { "PIM0400", "no nodes", Samples.Chain(1, 1, 3) },
            { "PIM0401", "0x4x1", Samples.Chain(0, 4, 1) },
            { "PIM0401", "2147483647", Samples.Chain(int.MaxValue, int.MaxValue, 1) },
            { "PIM0401", "1 means", Input(i => i with { Mean = [0], Deviation = [] }) },
            { "PIM0401", "deviation 0", Input(i => i with { Deviation = [0] }) },
            { "PIM0401", "mean NaN", Input(i => i with { Mean = [double.NaN] }) },
            { "PIM0402", "'sign'", Samples.With<MaxPoolNode>("pool", n => n with { Name = "sign" }) },
            { "PIM0402", "'input'", Samples.With<MaxPoolNode>("pool", n => n with { Name = "input" }) },
            { "PIM0402", "''", Samples.With<MaxPoolNode>("pool", n => n with { Name = "" }) },
            { "PIM0403", "node 'pool' takes 'nothing', which does not exist", Samples.With<MaxPoolNode>("pool", n => n with { Inputs = ["nothing"] }) },
            { "PIM0403", "node 'pool' takes 'out', which does not come before", Samples.With<MaxPoolNode>("pool", n => n with { Inputs = ["out"] }) },
            { "PIM0403", "node 'pool' takes 'pool', which does not come before", Samples.With<MaxPoolNode>("pool", n => n with { Inputs = ["pool"] }) },
            { "PIM0404", "'pool' takes 1 input, 2", Samples.With<MaxPoolNode>("pool", n => n with { Inputs = ["binary", "sign"] }) },
            { "PIM0405", "'pool'", Samples.With<MaxPoolNode>("pool", n => n with { Stride = 0 }) },
            { "PIM0405", "'conv'", Samples.With<ConvolutionNode>("conv", n => n with { Padding = -1 }) },
            { "PIM0405", "'conv'", Samples.With<ConvolutionNode>("conv", n => n with { PaddingValue = (PaddingValue)7 }) },
            { "PIM0405", "'hidden'", Samples.With<DenseNode>("hidden", n => n with { Outputs = 0 }) },
            { "PIM0406", "3 groups", Samples.With<ConvolutionNode>("binary", n => n with { Groups = 3 }) },
            { "PIM0407", "9x3 kernel", Samples.With<ConvolutionNode>("binary", n => n with { KernelHeight = 9 }) },
            { "PIM0407", "window of 5", Samples.With<MaxPoolNode>("pool", n => n with { Size = 5 }) },
            { "PIM0408", "18 weights, its shape needs 36", Samples.With<ConvolutionNode>("binary", n => n with { Groups = 1 }) },
            { "PIM0408", "1 words", Samples.With<DenseNode>("hidden", n => n with { Weights = new BinarizedWeights([0], 80, 1f) }) },
            { "PIM0408", "beyond", Samples.With<DenseNode>("hidden", n => n with { Weights = new BinarizedWeights([0, 1UL << 16], 80, 1f) }) },
            { "PIM0409", "'out'", Samples.With<DenseNode>("out", n => n with { Weights = new RealWeights([.. Enumerable.Repeat(float.NaN, 30)]) }) },
            { "PIM0409", "thresholds", Samples.With<ConvolutionNode>("binary", n => n with { Weights = ((ClippedWeights)n.Weights) with { Lower = float.NaN } }) },
            { "PIM0410", "binary and has a bias", Samples.With<DenseNode>("hidden", n => n with { Bias = new float[10] }) },
            { "PIM0410", "2 biases", Samples.With<DenseNode>("out", n => n with { Bias = [0, 0] }) },
            { "PIM0410", "not finite", Samples.With<DenseNode>("out", n => n with { Bias = [0, 0, float.NaN] }) },
            { "PIM0411", "gamma has 1", Samples.With<BatchNormNode>("norm", n => n with { Gamma = [1] }) },
            { "PIM0411", "beta holds", Samples.With<BatchNormNode>("norm", n => n with { Beta = [1, float.NegativeInfinity] }) },
            { "PIM0411", "channel 1 is -1", Samples.With<BatchNormNode>("norm", n => n with { Variance = [1, -1] }) },
            { "PIM0412", "3 classes are named, the last node 'out' has 2", Samples.With<DenseNode>("out", n => n with { Outputs = 2, Weights = new RealWeights(new float[20]), Bias = null }) },
            { "PIM0413", "'conv'", Samples.With<ConvolutionNode>("conv", n => n with { OutChannels = int.MaxValue }) },
            { "PIM0413", "'conv'", Samples.With<ConvolutionNode>("conv", n => n with { Padding = 1 << 20 }) },
            { "PIM0414", "OtherNode", Samples.With<MaxPoolNode>("pool", n => new OtherNode { Name = n.Name, Inputs = n.Inputs }) },
            { "PIM0404", "takes 2 inputs, 1 are given", Residual<AddNode>(n => n with { Inputs = ["norm"] }) },
            { "PIM0713", "adds 4x4x2 and 1x1x2", Residual<DenseNode>(n => new AddNode { Name = n.Name, Inputs = ["add", "average"] }) },
            { "PIM0714", "windows of 3 and a padding of 3", Residual<MaxPoolNode>(n => n with { Padding = 3 }) },
            { "PIM0714", "padding of -1", Residual<MaxPoolNode>(n => n with { Padding = -1 }) },
            { "PIM0407", "window of 5", Residual<AveragePoolNode>(n => n with { Size = 5 }) },
            { "PIM0715", "'add' is taken by no other node", Residual<AveragePoolNode>(n => n with { Inputs = ["pool"] }) },
            { "PIM0415", "scale of -1", Samples.With<DenseNode>("hidden", n => n with { Weights = new BinarizedWeights([0, 0], 80, -1f) }) },
            { "PIM1080", "3 thresholds for 4 channels", Folded(nodes: n => n is ThresholdNode t ? t with { Thresholds = t.Thresholds[..3] } : n) },
            { "PIM1080", "11 thresholds for 4 channels of 3", Several(t => t with { Thresholds = t.Thresholds[1..] }) },
            { "PIM1086", "0 thresholds a channel", Several(t => t with { PerChannel = 0 }) },
            { "PIM1086", "256 thresholds a channel", Several(t => t with { PerChannel = 256 }) },
            { "PIM1086", "offset of -65537", Several(t => t with { Offset = -65537 }) },
            { "PIM1086", "both directions in channel 1", Several(t => t with { Thresholds = [.. t.Thresholds.Select((d, i) => d with { AtMost = i == 4 })] }) },
            { "PIM1082", "table of 255", Folded(i => i with { Levels = new int[255] }) },
            { "PIM1082", "given twice", Folded(i => i with { Mean = [0, 0] }) },
            { "PIM1082", "beyond 65536", Folded(i => i with { Levels = [.. Enumerable.Range(65_282, 256)] }) },
            { "PIM1083", "2 thresholds for 3 classes", Folded(readOut: new HighestSetReadOut(new DotThreshold[2])) },
            { "PIM1083", "3 scales and 4 offsets", Folded(readOut: new AffineReadOut(new double[3], new double[4])) },
            { "PIM1083", "not finite", Folded(readOut: new AffineReadOut(new double[3], [0, double.NaN, 0])) },
        };
        return data;
    }

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void A_fault_has_its_number_and_names_its_node(string code, string message, BnnNetwork network)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => NetworkShapes.Infer(network, "some.pimnet"));

        Diagnostic first = fault.Diagnostics[0];
        Assert.Equal(code, first.Code);
        Assert.Contains(message, first.Message, StringComparison.Ordinal);
        Assert.Equal("some.pimnet", first.File);
    }

    [Fact]
    public void All_faults_are_reported_and_none_that_only_follow()
    {
        BnnNetwork network = Samples.Chain(
            4,
            4,
            1,
            new MaxPoolNode { Name = "a", Inputs = ["input"], Size = 0, Stride = 1 },
            new SignNode { Name = "b", Inputs = ["a"] },
            new MaxPoolNode { Name = "c", Inputs = ["input"], Size = 9, Stride = 1 });

        UserErrorException fault = Assert.Throws<UserErrorException>(() => NetworkShapes.Infer(network));

        Assert.Equal("PIM0405 PIM0407", string.Join(' ', fault.Diagnostics.Select(d => d.Code)));
    }

    private static BnnNetwork Input(Func<InputEncoding, InputEncoding> change)
    {
        BnnNetwork small = Samples.Small();
        return new BnnNetwork { Name = small.Name, Input = change(small.Input), Classes = small.Classes, Nodes = small.Nodes };
    }

    private static BnnNetwork Residual<T>(Func<T, NetworkNode> change)
        where T : NetworkNode
    {
        BnnNetwork sample = Samples.Residual();
        return new BnnNetwork { Name = sample.Name, Input = sample.Input, Classes = sample.Classes, Nodes = [.. sample.Nodes.Select(n => n is T t ? change(t) : n)] };
    }

    private static BnnNetwork Several(Func<MultiThresholdNode, MultiThresholdNode> change) => Folded(nodes: n => n is ThresholdNode
        ? change(new MultiThresholdNode { Name = n.Name, Inputs = n.Inputs, PerChannel = 3, Offset = -1, Thresholds = new DotThreshold[12] })
        : n);

    private static BnnNetwork Folded(Func<InputEncoding, InputEncoding>? input = null, Func<NetworkNode, NetworkNode>? nodes = null, ReadOut? readOut = null)
    {
        BnnNetwork sample = Samples.Folded();
        return new BnnNetwork
        {
            Name = sample.Name,
            Input = input?.Invoke(sample.Input) ?? sample.Input,
            Classes = sample.Classes,
            ReadOut = readOut ?? sample.ReadOut,
            Nodes = [.. sample.Nodes.Select(n => nodes?.Invoke(n) ?? n)],
        };
    }

    private sealed record OtherNode : NetworkNode;
}
