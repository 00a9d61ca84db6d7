using CsCheck;
using PimSim.Bnn;
using PimSim.Bnn.Tests;
using PimSim.Core;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>What is exported as tensors or as this program's own file comes back as the same network.</summary>
public sealed class NetworkExportTests
{
    [Fact]
    public void A_pimnet_keeps_the_hash()
    {
        using TemporaryFolder folder = new();
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(NetworkCatalog.DefaultName);
        NetworkExport.Write(network, Path.Combine(folder.Path, "n.pimnet"), ExportFormat.Pimnet, null);
        Assert.Equal(NetworkFile.ContentHash(network), NetworkFile.ContentHash(NetworkFile.Load(Path.Combine(folder.Path, "n.pimnet"))));
    }

    [Fact]
    public void The_shipped_network_comes_back_from_tensors_and_map()
    {
        BnnNetwork network = NetworkCatalog.Shipped.Resolve(NetworkCatalog.DefaultName);
        BnnNetwork again = Again(network);
        Assert.Equal(NetworkFile.ContentHash(BinarizedForm.From(network)), NetworkFile.ContentHash(again));
    }

    [Trait("Category", "Slow")]
    [Theory]
    [InlineData("mnist/lfcW1A1")]
    [InlineData("cifar10/cnvW1A1")]
    public void Networks_of_bnn_pynq_come_back_from_tensors_and_map(string folder)
    {
        BnnNetwork network = NetworkImport.Read(SharedFolder.Require($"models/bnn-pynq/params/{folder}"), ImportFormat.Auto, null);
        Assert.Equal(NetworkFile.ContentHash(network), NetworkFile.ContentHash(Again(network)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Random_networks_come_back_with_equal_answers_or_are_refused(bool folded)
    {
        int back = 0;
        Gen.ULong.ForEach(60, seed =>
        {
            BnnNetwork network = folded ? RandomNetwork.MakeFolded(seed) : RandomNetwork.Make(seed);
            try
            {
                _ = LayerMapWriter.Write(network);
            }
            catch (UserErrorException fault)
            {
                Assert.Equal("PIM1153", fault.Diagnostics[0].Code);
                return;
            }

            byte[] image = RandomNetwork.Image(network, seed);
            NaiveResult expected = new NaiveEvaluator(network).Run(image);
            NaiveResult found = new NaiveEvaluator(Again(network)).Run(image);
            Assert.Equal(expected.Scores, found.Scores);
            Assert.Equal(expected.Prediction, found.Prediction);
            back++;
        });
        Assert.True(back > (folded ? 2 : 20), $"{back} came back");
    }

    [Fact]
    public void Tensors_have_the_axes_of_other_tools()
    {
        float[] values = [.. Enumerable.Range(0, 2 * 3 * 1 * 2).Select(i => (float)i)];
        var convolution = new ConvolutionNode
        {
            Name = "c",
            Inputs = [BnnNetwork.InputName],
            OutChannels = 2,
            KernelHeight = 3,
            KernelWidth = 1,
            Stride = 1,
            Padding = 0,
            PaddingValue = PaddingValue.Zero,
            Groups = 1,
            Weights = new RealWeights(values),
        };
        TensorArchive archive = Archive(new BnnNetwork
        {
            Name = "axes",
            Input = new InputEncoding { Height = 3, Width = 1, Channels = 2, Mean = [0.5, 0], Deviation = [1, 2] },
            Classes = ["a", "b"],
            Nodes = [convolution],
        });
        NamedTensor weight = archive.Require("c.weight");
        Assert.Equal([2, 2, 3, 1], weight.Shape);
        Assert.Equal([0, 2, 4, 1, 3, 5, 6, 8, 10, 7, 9, 11], weight.ToSingles());
        Assert.Equal([0.5, 0], archive.Require("input.mean").ToDoubles());
    }

    [Fact]
    public void Thresholds_and_signs_are_tensors_and_equal_networks_give_equal_bytes()
    {
        BnnNetwork network = Folded();
        TensorArchive archive = Archive(network);
        Assert.Equal([-1, 1, 1, -1], archive.Require("d.weight").ToSingles());
        Assert.Equal([1f], archive.Require("d.scale").ToSingles());
        Assert.Equal([1, 0], archive.Require("t.threshold").ToInt64s());
        Assert.Equal([0.0, 1], archive.Require("t.at_most").ToDoubles());
        Assert.Equal(Bytes(network), Bytes(Folded()));
        Assert.Equal(0, (8 + BitConverter.ToInt64(Bytes(network))) % 8);
    }

    [Fact]
    public void A_map_is_refused_where_there_are_no_tensors_or_no_words()
    {
        using TemporaryFolder folder = new();
        string target = Path.Combine(folder.Path, "out");
        string map = Path.Combine(folder.Path, "map.yaml");
        Refused("PIM1151", () => NetworkExport.Write(Folded(), target, ExportFormat.Onnx, map));
        Refused("PIM1153", () => NetworkExport.Write(Folded(), target, ExportFormat.Safetensors, map));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData(ExportFormat.Onnx)]
    [InlineData(ExportFormat.Pimnet)]
    public void Networks_with_drawn_bits_are_refused(ExportFormat format)
    {
        using TemporaryFolder folder = new();
        BnnNetwork network = new() { Name = "s", Input = Folded().Input, Classes = Folded().Classes, Nodes = Folded().Nodes, IsShapeOnly = true };
        Refused("PIM1152", () => NetworkExport.Write(network, Path.Combine(folder.Path, "out"), format, null));
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    private static BnnNetwork Folded() => new()
    {
        Name = "folded",
        Input = new InputEncoding { Height = 1, Width = 1, Channels = 2, Levels = PixelLevels.Bits(128) },
        Classes = ["a", "b"],
        Nodes =
        [
            new DenseNode { Name = "d", Inputs = [BnnNetwork.InputName], Outputs = 2, Weights = new BinarizedWeights([0b1001], 4, 1f) },
            new ThresholdNode { Name = "t", Inputs = ["d"], Thresholds = [new DotThreshold(1, AtMost: false), new DotThreshold(0, AtMost: true)] },
            new DenseNode { Name = "e", Inputs = ["t"], Outputs = 2, Weights = new BinarizedWeights([0b0110], 4, 1f) },
        ],
    };

    private static byte[] Bytes(BnnNetwork network)
    {
        using MemoryStream stream = new();
        SafetensorsWriter.Write(stream, TensorExport.Of(network), network.Name);
        return stream.ToArray();
    }

    private static TensorArchive Archive(BnnNetwork network) => SafetensorsReader.Read(Bytes(network), "n.safetensors");

    private static BnnNetwork Again(BnnNetwork network)
    {
        using TemporaryFolder folder = new();
        string file = Path.Combine(folder.Path, "n.safetensors");
        string map = Path.Combine(folder.Path, "n.yaml");
        NetworkExport.Write(network, file, ExportFormat.Safetensors, map);
        return NetworkImport.Read(file, ImportFormat.Tensors, map);
    }

    private static void Refused(string code, Action export) => Assert.Equal(code, Assert.Throws<UserErrorException>(export).Diagnostics[0].Code);
}
