namespace PimSim.Bnn.Tests;

/// <summary>Small networks made by hand.</summary>
internal static class Samples
{
    /// <summary>A chain whose pixels run from 0 to 1; classes are named after the last node's shape.</summary>
    public static BnnNetwork Chain(int height, int width, int channels, params NetworkNode[] nodes) => new()
    {
        Name = "sample",
        Input = new InputEncoding
        {
            Height = height,
            Width = width,
            Channels = channels,
            Mean = [.. Enumerable.Repeat(0.0, channels)],
            Deviation = [.. Enumerable.Repeat(1.0, channels)],
        },
        Classes = ["a", "b", "c"],
        Nodes = nodes,
    };

    /// <summary>All kinds of nodes and weights: 4x4x1 pixels to 3 classes.</summary>
    public static BnnNetwork Small() => Chain(
        4,
        4,
        1,
        new ConvolutionNode
        {
            Name = "conv",
            Inputs = [BnnNetwork.InputName],
            OutChannels = 2,
            KernelHeight = 3,
            KernelWidth = 3,
            Stride = 1,
            Padding = 1,
            PaddingValue = PaddingValue.Zero,
            Groups = 1,
            Weights = new RealWeights([.. Enumerable.Range(0, 18).Select(i => (i - 8) / 8f)]),
        },
        new BatchNormNode
        {
            Name = "norm",
            Inputs = ["conv"],
            Gamma = [1, -2],
            Beta = [0.5f, 0.25f],
            Mean = [0.1f, 0],
            Variance = [1, 0],
            Epsilon = 1e-5f,
        },
        new SignNode { Name = "sign", Inputs = ["norm"] },
        new ConvolutionNode
        {
            Name = "binary",
            Inputs = ["sign"],
            OutChannels = 2,
            KernelHeight = 3,
            KernelWidth = 3,
            Stride = 1,
            Padding = 1,
            PaddingValue = PaddingValue.MinusOne,
            Groups = 2,
            Weights = new ClippedWeights([.. Enumerable.Range(0, 18).Select(i => (8.5f - i) / 8f)], -0.75f, 0.75f),
        },
        new MaxPoolNode { Name = "pool", Inputs = ["binary"], Size = 2, Stride = 2 },
        new SignNode { Name = "sign2", Inputs = ["pool"] },
        new DenseNode { Name = "hidden", Inputs = ["sign2"], Outputs = 10, Weights = new BinarizedWeights([0x1234_5678_9ABC_DEF0, 0x1234], 80, 0.5f) },
        new SignNode { Name = "sign3", Inputs = ["hidden"] },
        new DenseNode
        {
            Name = "out",
            Inputs = ["sign3"],
            Outputs = 3,
            Weights = new RealWeights([.. Enumerable.Range(0, 30).Select(i => i / 10f)]),
            Bias = [1, 2, -0f],
        });

    /// <summary>A network that was folded elsewhere: 2x2x2 pixels of 4 bits to 3 classes, read by the highest that is set.</summary>
    public static BnnNetwork Folded() => new()
    {
        Name = "folded",
        Input = new InputEncoding { Height = 2, Width = 2, Channels = 2, Levels = PixelLevels.FixedPoint(4, 3) },
        Classes = ["a", "b", "c"],
        Nodes =
        [
            new DenseNode { Name = "first", Inputs = [BnnNetwork.InputName], Outputs = 4, Weights = new BinarizedWeights([0x1234_5678], 32, 1f) },
            new ThresholdNode
            {
                Name = "threshold",
                Inputs = ["first"],
                Thresholds = [new DotThreshold(3, AtMost: false), new DotThreshold(-2, AtMost: true), new DotThreshold(0, AtMost: false), new DotThreshold(int.MinValue, AtMost: false)],
            },
            new DenseNode { Name = "out", Inputs = ["threshold"], Outputs = 3, Weights = new BinarizedWeights([0x9A3], 12, 1f) },
        ],
        ReadOut = new HighestSetReadOut([new DotThreshold(0, AtMost: false), new DotThreshold(2, AtMost: false), new DotThreshold(1, AtMost: true)]),
    };

    /// <summary>A block with a shortcut, a padded pool and an average pool: 4x4x2 pixels to 3 classes.</summary>
    public static BnnNetwork Residual() => Chain(
        4,
        4,
        2,
        new MaxPoolNode { Name = "pool", Inputs = ["input"], Size = 3, Stride = 1, Padding = 1 },
        new SignNode { Name = "sign", Inputs = ["pool"] },
        new ConvolutionNode
        {
            Name = "binary",
            Inputs = ["sign"],
            OutChannels = 2,
            KernelHeight = 3,
            KernelWidth = 3,
            Stride = 1,
            Padding = 1,
            PaddingValue = PaddingValue.Zero,
            Groups = 1,
            Weights = new BinarizedWeights([0x5_A3C6_9D21], 36, 0.5f),
        },
        new BatchNormNode { Name = "norm", Inputs = ["binary"], Gamma = [1, -2], Beta = [0.5f, 0.25f], Mean = [0.1f, 0], Variance = [1, 4], Epsilon = 1e-5f },
        new AddNode { Name = "add", Inputs = ["norm", "pool"] },
        new AveragePoolNode { Name = "average", Inputs = ["add"], Size = 4, Stride = 4 },
        new DenseNode { Name = "out", Inputs = ["average"], Outputs = 3, Weights = new RealWeights([1, 0, 0, 1, 1, -1]) });

    /// <summary>The sample with one node replaced.</summary>
    public static BnnNetwork With<T>(string name, Func<T, NetworkNode> change)
        where T : NetworkNode
    {
        BnnNetwork small = Small();
        return new BnnNetwork
        {
            Name = small.Name,
            Input = small.Input,
            Classes = small.Classes,
            Nodes = [.. small.Nodes.Select(n => string.Equals(n.Name, name, StringComparison.Ordinal) ? change((T)n) : n)],
        };
    }
}
