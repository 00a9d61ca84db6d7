using CsCheck;
using PimSim.Bnn.Tests.Independent;
using PimSim.Core;
using PimSim.Data;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Bnn.Tests.Sketching;

public sealed class NetworkSketchingTests
{
    /// <summary>Fast path, reference path and the naive evaluator agree in every bit, cycle and attojoule.</summary>
    [Theory]
    [InlineData("hbm", 1)]
    [InlineData("hbm", 3)]
    [InlineData("ddr", 2)]
    public void Sketched_networks_run_in_the_device(string device, int bits)
    {
        DeviceModel model = SmallDevice.Load(device);
        Gen.ULong[0, 1000].ForEach(2, seed => DevicePathsTests.Compare(Sketch(SketchableNetwork.Make(seed), bits).Network, model, 2, seed), seed: (uint)bits);
    }

    /// <summary>The sum of the scaled bases as real weights gives the same numbers, but for the rounding of sums.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Layers_give_the_numbers_of_the_sums_of_their_bases(int bits) => Gen.ULong[0, 1000].ForEach(6, seed =>
    {
        BnnNetwork network = SketchableNetwork.Make(seed);
        SketchedNetwork sketched = Sketch(network, bits, "conv2");
        BnnNetwork real = With(network, "conv2", n => (ConvolutionNode)n with { Weights = new RealWeights(sketched.Layers[0].Weights.Sum()) });
        byte[] image = RandomNetwork.Image(network, seed);
        NaiveResult expected = new NaiveEvaluator(real).Run(image);
        float[] sums = new NaiveEvaluator(sketched.Network).Run(image).Values["conv2"];
        float[] reals = expected.Layers[1].Reals!;
        Assert.Equal(reals.Length, sums.Length);
        Assert.All(reals.Zip(sums), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    });

    [Fact]
    public void One_base_before_a_sign_stays_one_binary_layer()
    {
        SketchedNetwork sketched = Sketch(SketchableNetwork.Make(1), 1);
        Assert.Equal("conv2 conv3 hidden", string.Join(' ', sketched.Layers.Select(l => l.Name)));
        Assert.Equal("True False False", string.Join(' ', sketched.Layers.Select(l => l.IsFolded)));
        Assert.Equal(
            "conv1 norm1 sign1 conv2 pool2 sign2 conv3-base1 conv3 norm3 pool3 sign3 hidden-base1 hidden norm4 sign4 dense",
            string.Join(' ', sketched.Network.Nodes.Select(n => n.Name)));
    }

    [Fact]
    public void Bases_are_scaled_and_added()
    {
        SketchedNetwork sketched = Sketch(SketchableNetwork.Make(1), 3, "hidden");
        Assert.Equal(
            "conv1 norm1 sign1 conv2 pool2 norm2 sign2 conv3 norm3 pool3 sign3 hidden-base1 hidden-scale1 hidden-base2 hidden-scale2 hidden-sum2 hidden-base3 hidden-scale3 hidden norm4 sign4 dense",
            string.Join(' ', sketched.Network.Nodes.Select(n => n.Name)));
        byte[] image = RandomNetwork.Image(sketched.Network, 3);
        NaiveResult result = new NaiveEvaluator(sketched.Network).Run(image);
        Dictionary<string, NodeValue> independent = new IndependentEvaluator(sketched.Network, exactSums: false).Run(image);
        Assert.Equal(independent["dense"].Reals, result.Scores);
    }

    /// <summary>The last layer can be sketched when it is asked for.</summary>
    [Fact]
    public void Scores_can_be_sums_of_bases()
    {
        SketchedNetwork sketched = Sketch(SketchableNetwork.Make(2, plain: true), 2, "dense");
        DevicePathsTests.Compare(sketched.Network, SmallDevice.Load("hbm"), 2, 1);
    }

    [Fact]
    public void New_statistics_are_those_of_the_sketched_network()
    {
        BnnNetwork network = SketchableNetwork.Make(1, plain: true);
        byte[] pixels = [.. Enumerable.Range(0, 6).SelectMany(i => RandomNetwork.Image(network, (ulong)i))];
        var images = new ImageDataSet("random", 8, 8, 2, ["a", "b", "c"], pixels, new byte[6]);
        SketchedNetwork sketched = NetworkSketching.Run(network, new SketchOptions { Bits = 2, NormImages = images }, TestContext.Current.CancellationToken);
        Assert.All(sketched.Layers, l => Assert.True(l.NormIsNew));
        var independent = new IndependentEvaluator(sketched.Network, exactSums: false);
        Dictionary<string, NodeValue>[] results = [.. Enumerable.Range(0, 6).Select(i => independent.Run(images.Image(i)))];
        foreach ((string layer, string norm) in new[] { ("pool2", "norm2"), ("conv3", "norm3"), ("hidden", "norm4") })
        {
            BatchNormNode renewed = sketched.Network.Nodes.OfType<BatchNormNode>().Single(n => string.Equals(n.Name, norm, StringComparison.Ordinal));
            int channels = renewed.Mean.Length;
            for (int c = 0; c < channels; c++)
            {
                double[] values = [.. results.SelectMany(r => r[layer].Reals!.Where((_, i) => i % channels == c)).Select(v => (double)v)];
                double mean = values.Average();
                Assert.Equal(mean, renewed.Mean[c], 1e-4);
                Assert.Equal(values.Average(v => (v - mean) * (v - mean)), renewed.Variance[c], 1e-4);
            }
        }

        Assert.Same(network.Nodes[1], sketched.Network.Nodes[1]);
    }

    [Theory]
    [InlineData("PIM1180", 0, null)]
    [InlineData("PIM1180", 17, null)]
    [InlineData("PIM1181", 2, "conv1")]
    [InlineData("PIM1181", 2, "conv9")]
    [InlineData("PIM1181", 2, "pool2")]
    public void What_cannot_be_sketched_is_refused(string code, int bits, string? layer)
    {
        UserErrorException fault = Assert.Throws<UserErrorException>(() => Sketch(SketchableNetwork.Make(1), bits, (string[])(layer is null ? [] : [layer])));
        Assert.Equal(code, fault.Diagnostics[0].Code);
        Assert.NotNull(fault.Diagnostics[0].Remedy);
    }

    [Fact]
    public void A_binary_network_has_nothing_to_sketch()
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(NetworkCatalog.DefaultName);
        Assert.Equal("PIM1182", Assert.Throws<UserErrorException>(() => Sketch(network, 2)).Diagnostics[0].Code);
        Assert.Equal("PIM1181", Assert.Throws<UserErrorException>(() => Sketch(network, 2, "conv2")).Diagnostics[0].Code);
    }

    [Fact]
    public void Statistics_need_layers_of_real_weights_without_groups()
    {
        BnnNetwork network = SketchableNetwork.Make(1);
        var images = new ImageDataSet("black", 8, 8, 2, ["a", "b", "c"], new byte[128], new byte[1]);
        UserErrorException fault = Assert.Throws<UserErrorException>(() =>
            NetworkSketching.Run(network, new SketchOptions { Bits = 2, NormImages = images }, TestContext.Current.CancellationToken));
        Assert.Equal("PIM1183", fault.Diagnostics[0].Code);
        Assert.Contains("conv3", fault.Message, StringComparison.Ordinal);
    }

    private static SketchedNetwork Sketch(BnnNetwork network, int bits, params string[] layers) =>
        NetworkSketching.Run(network, new SketchOptions { Bits = bits, Layers = layers.Length == 0 ? null : layers }, TestContext.Current.CancellationToken);

    private static BnnNetwork With(BnnNetwork network, string name, Func<NetworkNode, NetworkNode> change) => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = network.Classes,
        Nodes = [.. network.Nodes.Select(n => string.Equals(n.Name, name, StringComparison.Ordinal) ? change(n) : n)],
    };
}
