using PimSim.Bnn;
using PimSim.Core;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Files and folders of other tools become networks of this program that answer as they should.</summary>
public sealed class NetworkImportTests
{
    private const string Head = """
        format: pimsim-map/1
        name: small
        input: {shape: [1, 1, 8], encoding: threshold, threshold: 128}
        classes: 2
        layers:
        """;

    [Trait("Category", "Slow")]
    [Theory]
    [InlineData("mnist/lfcW1A1", "data/mnist", "lfc_w1a1_mnist", 6)]
    [InlineData("cifar10/cnvW1A1", "data/cifar10", "cnv_w1a1_cifar10", 2)]
    public void Folders_of_bnn_pynq(string folder, string data, string golden, int images) =>
        Compare(NetworkImport.Read(SharedFolder.Require($"models/bnn-pynq/params/{folder}"), ImportFormat.Auto, null), data, golden, images);

    [Theory]
    [InlineData("bnnpynq_lfc_w1a1_mnist.npz", "lfc_w1a1_mnist", true)]
    [InlineData("bnnpynq_lfc_w1a1_mnist.safetensors", "lfc_w1a1_mnist", true)]
    [InlineData("qonnx_tfc_1w1a_mnist_folded.npz", "tfc_1w1a_mnist", false)]
    public void Archives_with_a_map(string file, string golden, bool greater)
    {
        string layers = string.Concat(Enumerable.Range(0, 4).Select(i =>
            $"  - {{kind: dense, weights: {{tensor: fc{i}.weight_packed_lsb, layout: out-in, packing: lsb-first, signs: one-is-plus}}}}\n" +
            (i == 3 && !greater ? "" : $"  - {{kind: thresholds, tensor: fc{i}.threshold, compare: \"{(greater ? ">" : ">=")}\", domain: popcount}}\n")));
        string map = "format: pimsim-map/1\nname: net\ninput: {shape: [28, 28, 1], encoding: threshold, threshold: 128}\nclasses: 10\n" +
            $"decision: {(greater ? "highest-firing" : "largest-sum")}\nlayers:\n{layers}";
        string path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, map);
            Compare(NetworkImport.Read(SharedFolder.Require($"models/tensors/{file}"), ImportFormat.Auto, path), "data/mnist", golden, images: 6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_onnx_graph() =>
        Compare(NetworkImport.Read(SharedFolder.Require("models/qonnx/TFC_1W1A.onnx"), ImportFormat.Auto, null), "data/mnist", "tfc_1w1a_mnist", images: 200);

    [Fact]
    public void An_onnx_graph_needs_no_map() =>
        Refused("PIM1146", () => NetworkImport.Read(typeof(NetworkImportTests).Assembly.Location, ImportFormat.Onnx, "map.yaml"));

    [Fact]
    public void A_folder_is_no_file() =>
        Refused("PIM1140", () => NetworkImport.Read(AppContext.BaseDirectory, ImportFormat.Tensors, null));

    [Fact]
    public void Tensors_need_a_map() =>
        Refused("PIM1141", () => NetworkImport.Read(typeof(NetworkImportTests).Assembly.Location, ImportFormat.Tensors, null));

    [Fact]
    public void Fixed_point_pixels_are_rounded_exactly()
    {
        int[] levels = Levels(new FixedPointPixels(2, -1, 7));
        Assert.Equal(PixelLevels.FixedPoint(8, 7), levels);

        // 0.1 as a double is above a tenth: 255 / 255 * 0.1 * 2^15 is above 3276.8, and is cut to 127.
        Assert.Equal(127, Levels(new FixedPointPixels(0.1, 0, 15))[255]);
        Assert.Equal(-128, Levels(new FixedPointPixels(-3, -1, 7))[255]);

        // 51 / 255 * 2.5 = 1/2, which rounds up; 51 / 255 * -2.5 = -1/2, up again.
        Assert.Equal(1, Levels(new FixedPointPixels(2.5, 0, 0))[51]);
        Assert.Equal(0, Levels(new FixedPointPixels(-2.5, 0, 0))[51]);
    }

    [Fact]
    public void Thresholds_become_the_smallest_sum_that_fires()
    {
        BnnNetwork network = MappedImporter.ToNetwork(Small(
            new MappedDense("d", Place(), Signs(2, 8), Bias: null),
            new MappedThresholds("t", Place(), [4, long.MaxValue], 1, ThresholdComparison.Greater, ThresholdDomain.Popcount, 1, 8),
            new MappedDense("e", Place(), Signs(2, 2), Bias: null)));
        DotThreshold[] thresholds = Assert.IsType<ThresholdNode>(network.Nodes[1]).Thresholds;
        Assert.Equal(new DotThreshold(2, AtMost: false), thresholds[0]);
        Assert.True(thresholds[1].Limit > 8);
    }

    private static int[] Levels(FixedPointPixels pixels) => PixelImporter.Encoding(new MapInput(1, 1, 1, pixels)).Levels!;

    private static MapPlace Place() => MapReader.Parse(Head + "\n  - {kind: sign}\n", "map.yaml").Items[0].Place;

    private static MappedWeights Signs(int outputs, int columns) => new(outputs, columns, new SignMatrix(outputs, columns), Reals: null, Scales: null);

    private static MappedNetwork Small(params MappedItem[] items) =>
        new("small", new MapInput(1, 1, 8, new ThresholdPixels(128)), 2, [], ClassDecision.LargestSum, items);

    private static void Compare(BnnNetwork network, string data, string golden, int images)
    {
        ImageDataSet set = DataFolder.Load(SharedFolder.Require(data), DataSplit.Test);
        byte[] expected = File.ReadAllBytes(SharedFolder.Require($"models/golden/{golden}_pred_u8.bin"));
        var evaluator = new NaiveEvaluator(network);
        for (int i = 0; i < images; i++)
        {
            Assert.Equal(expected[i], evaluator.Run(set.Image(i)).Prediction);
        }
    }

    private static void Refused(string code, Func<object> import) =>
        Assert.Equal(code, Assert.Throws<UserErrorException>(import).Diagnostics[0].Code);
}
