using System.Buffers.Binary;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Networks of the shared folder give the recorded classes and popcounts, image by image.</summary>
public sealed class GoldenTests
{
    private const string LfcMap = """
        format: pimsim-map/1
        name: lfc
        input: {shape: [28, 28, 1], encoding: threshold, threshold: 128}
        classes: 10
        decision: highest-firing
        layers:
          - {kind: dense, weights: {tensor: fc0.weight_packed_lsb, layout: out-in, packing: lsb-first, signs: one-is-plus}}
          - {kind: thresholds, tensor: fc0.threshold, compare: ">", domain: popcount}
          - {kind: dense, weights: {tensor: fc1.weight_packed_lsb, layout: out-in, packing: lsb-first, signs: one-is-plus}}
          - {kind: thresholds, tensor: fc1.threshold, compare: ">", domain: popcount}
          - {kind: dense, weights: {tensor: fc2.weight_packed_lsb, layout: out-in, packing: lsb-first, signs: one-is-plus}}
          - {kind: thresholds, tensor: fc2.threshold, compare: ">", domain: popcount}
          - {kind: dense, weights: {tensor: fc3.weight_packed_lsb, layout: out-in, packing: lsb-first, signs: one-is-plus}}
          - {kind: thresholds, tensor: fc3.threshold, compare: ">", domain: popcount}
        """;

    private static readonly string TfcMap = LfcMap
        .Replace("  - {kind: thresholds, tensor: fc3.threshold, compare: \">\", domain: popcount}", "", StringComparison.Ordinal)
        .Replace("\">\"", "\">=\"", StringComparison.Ordinal)
        .Replace("highest-firing", "largest-sum", StringComparison.Ordinal);

    [Fact]
    public void Lfc_from_its_folder()
    {
        MappedNetwork network = FromFolder("models/bnn-pynq/params/mnist/lfcW1A1");
        Compare(network, "data/mnist", 30, "lfc_w1a1_mnist_pred_u8.bin", "lfc_w1a1_mnist_lastpopcount_i16.bin", fanIn: 1024);
    }

    [Trait("Category", "Slow")]
    [Theory]
    [InlineData("npz")]
    [InlineData("safetensors")]
    public void Lfc_from_an_archive(string format)
    {
        MappedNetwork network = FromArchive(LfcMap, $"models/tensors/bnnpynq_lfc_w1a1_mnist.{format}");
        Compare(network, "data/mnist", 20, "lfc_w1a1_mnist_pred_u8.bin", "lfc_w1a1_mnist_lastpopcount_i16.bin", fanIn: 1024);
    }

    [Theory]
    [InlineData("npz")]
    [InlineData("safetensors")]
    public void Tfc_from_an_archive(string format) =>
        Compare(FromArchive(TfcMap, $"models/tensors/qonnx_tfc_1w1a_mnist_folded.{format}"), "data/mnist", 300, "tfc_1w1a_mnist_pred_u8.bin", popcounts: null, fanIn: 64);

    [Fact]
    [Trait("Category", "Slow")]
    public void Lfc_is_as_right_as_published()
    {
        MappedNetwork network = FromFolder("models/bnn-pynq/params/mnist/lfcW1A1");
        Assert.Equal(983, Compare(network, "data/mnist", 1000, "lfc_w1a1_mnist_pred_u8.bin", "lfc_w1a1_mnist_lastpopcount_i16.bin", fanIn: 1024));
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Cnv_from_its_folder()
    {
        MappedNetwork network = FromFolder("models/bnn-pynq/params/cifar10/cnvW1A1");
        Compare(network, "data/cifar10", 10, "cnv_w1a1_cifar10_pred_u8.bin", "cnv_w1a1_cifar10_lastpopcount_i16.bin", fanIn: 512);
    }

    private static MappedNetwork FromFolder(string relative)
    {
        PynqFolder folder = PynqFolder.Open(SharedFolder.Require(relative));
        return MapResolver.Resolve(PynqProfiles.Choose(folder), folder);
    }

    private static MappedNetwork FromArchive(string map, string relative) =>
        MapResolver.Resolve(MapReader.Parse(map, "map.yaml"), TensorFiles.Load(SharedFolder.Require(relative)));

    private static int Compare(MappedNetwork network, string data, int images, string classes, string? popcounts, int fanIn)
    {
        ImageDataSet set = DataFolder.Load(SharedFolder.Require(data), DataSplit.Test);
        byte[] expected = File.ReadAllBytes(SharedFolder.Require($"models/golden/{classes}"));
        byte[]? sums = popcounts is null ? null : File.ReadAllBytes(SharedFolder.Require($"models/golden/{popcounts}"));
        int imageBytes = network.Input.Height * network.Input.Width * network.Input.Channels;
        MappedEvaluator evaluator = new(network);
        int right = 0;
        for (int i = 0; i < images; i++)
        {
            int found = evaluator.Classify(set.Pixels.AsSpan(i * imageBytes, imageBytes));
            Assert.Equal(expected[i], found);
            right += found == set.Labels[i] ? 1 : 0;
            for (int c = 0; c < 10 && sums is not null; c++)
            {
                Assert.Equal(BinaryPrimitives.ReadInt16LittleEndian(sums.AsSpan(((i * 10) + c) * sizeof(short))), (evaluator.LastSums[c] + fanIn) / 2);
            }
        }

        return right;
    }
}
