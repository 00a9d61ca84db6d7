namespace PimSim.Bnn;

/// <summary>
/// Networks of well-known shapes with drawn bits: they are placed and timed like trained ones, and say nothing about accuracy.
/// </summary>
public static class ShapeOnlyNetworks
{
    /// <summary>Seed of all their bits.</summary>
    private const ulong Seed = 1;

    /// <summary>All of them by name.</summary>
    public static IReadOnlyList<KeyValuePair<string, Func<BnnNetwork>>> All { get; } =
    [
        KeyValuePair.Create("bmlp-4096", Perceptron),
        KeyValuePair.Create("resnet18", ResNet18),
        KeyValuePair.Create("vgg-small", VggSmall),
    ];

    /// <summary>
    /// Three binary layers of 4096 on the thresholded pixels of 28 x 28, then 10 scores. Blocks end in bits, so the threshold on pixels
    /// is a real convolution of one weight with a sign.
    /// </summary>
    private static BnnNetwork Perceptron()
    {
        const int width = 4096;
        var b = new ShapeOnlyBuilder("bmlp-4096", Seed, 28, 28, 1);
        b.RealConvolution("pixels", 1, kernel: 1, padding: 0).NormAndSign();
        foreach (string name in (string[])["dense1", "dense2", "dense3"])
        {
            b.BinaryDense(name, width).NormAndSign();
        }

        return b.RealDense("dense4", 10).Build();
    }

    /// <summary>
    /// ResNet-18 for CIFAR-10, 32 x 32 x 3: a 3x3 convolution of 64 without pool, four stages of two basic blocks of 64, 128, 256 and 512
    /// channels, the later ones beginning with stride 2, global average pool, 10 scores. First and last layer are real; the 3x3
    /// convolutions of the blocks and the 1x1 convolutions of the shortcuts that change the shape are binary. Source of the shape: He, Zhang,
    /// Ren, Sun, "Deep Residual Learning for Image Recognition", CVPR 2016, with the first layer that images of 32 x 32 are given; binary networks
    /// are compared on it.
    /// </summary>
    private static BnnNetwork ResNet18()
    {
        var b = new ShapeOnlyBuilder("resnet18", Seed, 32, 32, 3);
        b.RealConvolution("conv1", 64, kernel: 3, padding: 1).Norm();
        for (int stage = 1; stage <= 4; stage++)
        {
            for (int block = 1; block <= 2; block++)
            {
                BasicBlock(b, FormattableString.Invariant($"stage{stage}.{block}"), 32 << stage, stage > 1 && block == 1 ? 2 : 1);
            }
        }

        return b.AveragePool(4).RealDense("dense", 10).Build();
    }

    /// <summary>Two binary 3x3 convolutions on signs and a shortcut around both: the input, or a binary 1x1 convolution of its signs.</summary>
    private static void BasicBlock(ShapeOnlyBuilder b, string name, int channels, int stride)
    {
        (string Node, ImageShape Shape) input = b.Here;
        (string Node, ImageShape Shape) signs = b.Sign(name).Here;
        string main = b.BinaryConvolution(name + ".conv1", channels, kernel: 3, padding: 1, stride).NormAndSign()
            .BinaryConvolution(name + ".conv2", channels, kernel: 3, padding: 1).Norm().Here.Node;
        string shortcut = stride == 1 && input.Shape.Channels == channels
            ? input.Node
            : b.From(signs).BinaryConvolution(name + ".shortcut", channels, kernel: 1, padding: 0, stride).Norm().Here.Node;
        b.Add(name, main, shortcut);
    }

    /// <summary>
    /// VGG-small on 32 x 32 x 3: 128, 128, pool, 256, 256, pool, 512, 512, pool, then 10 scores; first and last layer real.
    /// Source of the shape: Zhang, Yang, Ye, Hua, "LQ-Nets", ECCV 2018, as later binary networks took it.
    /// </summary>
    private static BnnNetwork VggSmall()
    {
        var b = new ShapeOnlyBuilder("vgg-small", Seed, 32, 32, 3);
        b.RealConvolution("conv1", 128, kernel: 3, padding: 1).NormAndSign();
        b.BinaryConvolution("conv2", 128, kernel: 3, padding: 1).Pool().NormAndSign();
        b.BinaryConvolution("conv3", 256, kernel: 3, padding: 1).NormAndSign();
        b.BinaryConvolution("conv4", 256, kernel: 3, padding: 1).Pool().NormAndSign();
        b.BinaryConvolution("conv5", 512, kernel: 3, padding: 1).NormAndSign();
        b.BinaryConvolution("conv6", 512, kernel: 3, padding: 1).Pool().NormAndSign();
        return b.RealDense("dense7", 10).Build();
    }
}
