using CsCheck;
using Google.Protobuf;
using PimSim.Bnn;
using PimSim.Bnn.Tests;
using PimSim.Core;
using PimSim.Data;
using PimSim.Interop.OnnxProto;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>ONNX Runtime gives what this program gives for exported networks.</summary>
public sealed class OnnxExportTests
{
    [Fact]
    public void Random_networks_give_equal_scores_and_classes()
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        Gen.ULong.ForEach(150, seed =>
        {
            BnnNetwork network = WithExactSums(RandomNetwork.MakeFolded(seed));
            Compare(network, seed);
            seen.UnionWith([network.ReadOut.GetType().Name, .. network.Nodes.Select(n => n.GetType().Name)]);
        });

        // Three read-outs, seven kinds of nodes.
        Assert.Equal(3 + 7, seen.Count);
    }

    [Fact]
    public void The_shipped_network_gives_the_same_classes() => CompareShipped(40);

    [Fact]
    [Trait("Category", "Slow")]
    public void The_shipped_network_gives_the_same_classes_of_many_images() => CompareShipped(500);

    [Trait("Category", "Slow")]
    [Theory]
    [InlineData("mnist/lfcW1A1", "data/mnist", "lfc_w1a1_mnist", 500)]
    [InlineData("cifar10/cnvW1A1", "data/cifar10", "cnv_w1a1_cifar10", 20)]
    public void Networks_of_bnn_pynq_give_the_same_classes(string folder, string data, string golden, int images) => CompareGolden(folder, data, golden, images);

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("mnist/lfcW1A1", "data/mnist", "lfc_w1a1_mnist", 10_000)]
    [InlineData("cifar10/cnvW1A1", "data/cifar10", "cnv_w1a1_cifar10", 1_000)]
    public void Networks_of_bnn_pynq_give_the_same_classes_of_many_images(string folder, string data, string golden, int images) => CompareGolden(folder, data, golden, images);

    [Fact]
    public void Operators_are_standard_and_equal_networks_give_equal_bytes()
    {
        BnnNetwork network = RandomNetwork.MakeFolded(7);
        ModelProto model = OnnxExport.Model(network);
        OperatorSetIdProto operators = Assert.Single(model.OpsetImport);
        Assert.Equal(("", 13L), (operators.Domain, operators.Version));
        Assert.All(model.Graph.Node, node => Assert.Equal("", node.Domain));
        Assert.Equal(model.ToByteArray(), OnnxExport.Model(RandomNetwork.MakeFolded(7)).ToByteArray());
    }

    [Fact]
    public void More_weights_than_a_file_holds_are_refused()
    {
        OnnxExport.RequireRoom(500_000_000);
        Assert.Equal("PIM1154", Assert.Throws<UserErrorException>(() => OnnxExport.RequireRoom(536_870_912)).Diagnostics[0].Code);
    }

    private static void Compare(BnnNetwork network, ulong seed)
    {
        const int Images = 4;
        var evaluator = new NaiveEvaluator(network);
        byte[][] images = [.. Enumerable.Range(0, Images).Select(i => RandomNetwork.Image(network, seed + (ulong)i))];
        NaiveResult[] expected = [.. images.Select(image => evaluator.Run(image))];
        using OnnxSession session = new(network);
        (float[] scores, long[] classes) = session.Run([.. images.SelectMany(image => image)]);
        Assert.Equal(expected.SelectMany(e => e.Scores), scores);
        Assert.Equal(expected.Select(e => (long)e.Prediction), classes);
    }

    /// <summary>Real weights as eighths: sums of whole numbers times these are exact in any order.</summary>
    private static BnnNetwork WithExactSums(BnnNetwork network) => new()
    {
        Name = network.Name,
        Input = network.Input,
        Classes = network.Classes,
        ReadOut = network.ReadOut,
        Nodes = [.. network.Nodes.Select(node => node switch
        {
            DenseNode { Weights: RealWeights w } d => d with { Weights = new RealWeights(Eighths(w.Values)), Bias = d.Bias is null ? null : Eighths(d.Bias) },
            ConvolutionNode { Weights: RealWeights w } c => c with { Weights = new RealWeights(Eighths(w.Values)) },
            _ => node,
        })],
    };

    private static float[] Eighths(float[] values) => Array.ConvertAll(values, v => MathF.Round(v * 8) / 8);

    private static void CompareShipped(int images)
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(NetworkCatalog.DefaultName);
        ImageDataSet data = EmbeddedData.FashionMnist(DataSplit.Test);
        var evaluator = new NaiveEvaluator(network);
        using OnnxSession session = new(network);
        (float[] scores, long[] classes) = session.Run(Pixels(data, images));
        for (int i = 0; i < images; i++)
        {
            NaiveResult expected = evaluator.Run(data.Image(i));
            Assert.Equal(expected.Prediction, classes[i]);
            Assert.Equal(network.Classes.Count, expected.Scores.Length);
        }

        Assert.Equal(images * network.Classes.Count, scores.Length);
    }

    private static void CompareGolden(string folder, string data, string golden, int images)
    {
        BnnNetwork network = NetworkImport.Read(SharedFolder.Require($"models/bnn-pynq/params/{folder}"), ImportFormat.Auto, null);
        ImageDataSet set = DataFolder.Load(SharedFolder.Require(data), DataSplit.Test);
        byte[] expected = File.ReadAllBytes(SharedFolder.Require($"models/golden/{golden}_pred_u8.bin"));
        using OnnxSession session = new(network);
        (float[] scores, long[] classes) = session.Run(Pixels(set, images));
        Assert.Equal(expected.Take(images).Select(c => (long)c), classes);
        Assert.Equal(new NaiveEvaluator(network).Run(set.Image(0)).Scores, scores.Take(network.Classes.Count));
    }

    private static byte[] Pixels(ImageDataSet data, int images) => data.Pixels[..(images * data.ImageBytes)];
}
