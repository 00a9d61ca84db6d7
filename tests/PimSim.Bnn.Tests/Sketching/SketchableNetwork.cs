namespace PimSim.Bnn.Tests.Sketching;

/// <summary>
/// 8x8x2 pixels to 3 classes, real weights and signs: convolutions with each kind of padding, pools before and behind the batch norm, groups,
/// a dense layer with bias, scores.
/// </summary>
internal static class SketchableNetwork
{
    public static BnnNetwork Make(ulong seed, bool plain = false)
    {
        PaddingValue padding = (PaddingValue)(seed % 3);
        List<NetworkNode> nodes =
        [
            Convolution("conv1", BnnNetwork.InputName, seed, 2, 6, PaddingValue.Zero),
            Norm("norm1", "conv1", 6, seed),
            new SignNode { Name = "sign1", Inputs = ["norm1"] },
            Convolution("conv2", "sign1", seed + 1, 6, 10, padding),
            new MaxPoolNode { Name = "pool2", Inputs = ["conv2"], Size = 2, Stride = 2 },
            Norm("norm2", "pool2", 10, seed + 1),
            new SignNode { Name = "sign2", Inputs = ["norm2"] },
            Convolution("conv3", "sign2", seed + 2, 10, 8, padding, plain ? 1 : 2),
            Norm("norm3", "conv3", 8, seed + 2),
            new MaxPoolNode { Name = "pool3", Inputs = ["norm3"], Size = 2, Stride = 2 },
            new SignNode { Name = "sign3", Inputs = ["pool3"] },
            new DenseNode
            {
                Name = "hidden",
                Inputs = ["sign3"],
                Outputs = 12,
                Weights = new RealWeights(SketchWeights.Draw(seed + 3, 32 * 12)),
                Bias = plain ? null : SketchWeights.Draw(seed + 4, 12),
            },
            Norm("norm4", "hidden", 12, seed + 3),
            new SignNode { Name = "sign4", Inputs = ["norm4"] },
            new DenseNode { Name = "dense", Inputs = ["sign4"], Outputs = 3, Weights = new RealWeights(SketchWeights.Draw(seed + 5, 36)), Bias = SketchWeights.Draw(seed + 6, 3) },
        ];
        return Samples.Chain(8, 8, 2, [.. nodes]);
    }

    private static ConvolutionNode Convolution(string name, string input, ulong seed, int channels, int outputs, PaddingValue padding, int groups = 1) => new()
    {
        Name = name,
        Inputs = [input],
        OutChannels = outputs,
        KernelHeight = 3,
        KernelWidth = 3,
        Stride = 1,
        Padding = 1,
        PaddingValue = padding,
        Groups = groups,
        Weights = new RealWeights(SketchWeights.Draw(seed, outputs * 9 * channels / groups)),
    };

    private static BatchNormNode Norm(string name, string input, int channels, ulong seed) => new()
    {
        Name = name,
        Inputs = [input],
        Gamma = [.. SketchWeights.Draw(seed + 10, channels, 1f).Select(g => g + 0.3f)],
        Beta = SketchWeights.Draw(seed + 11, channels, 0.5f),
        Mean = SketchWeights.Draw(seed + 12, channels, 0.5f),
        Variance = [.. SketchWeights.Draw(seed + 13, channels, 1f).Select(v => Math.Abs(v) + 0.1f)],
        Epsilon = 1e-5f,
    };
}
