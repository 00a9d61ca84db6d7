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
