using System.Runtime.InteropServices;
using PimSim.Data;
using PimSim.Driver;
using PimSim.Models;
using PimSim.Tests;

namespace PimSim.Bnn.Tests.External;

/// <summary>Networks trained elsewhere give exactly the answers that they should give, on every path.</summary>
public sealed class ExternalNetworkTests
{
    private static readonly Dictionary<string, Expected> Known = new(StringComparer.Ordinal)
    {
        ["lfc"] = new(ExternalNetworks.Lfc, "data/mnist", "lfc_w1a1_mnist", 1024, 9_840, 983),
        ["cnv"] = new(ExternalNetworks.Cnv, "data/cifar10", "cnv_w1a1_cifar10", 512, 7_922, 805),
        ["tfc"] = new(ExternalNetworks.Tfc, "data/mnist", "tfc_1w1a_mnist", 64, 9_296, null),
    };

    [Theory]
    [InlineData("lfc", 10)]
    [InlineData("cnv", 3)]
    [InlineData("tfc", 100)]
    public void The_naive_evaluator_agrees(string name, int images)
    {
        Expected expected = Known[name];
        BnnNetwork network = expected.Network();
        ImageDataSet data = expected.Images();
        var naive = new NaiveEvaluator(network);
        byte[] golden = expected.Predictions();
        for (int i = 0; i < images; i++)
        {
            NaiveResult result = naive.Run(data.Image(i));
            Assert.Equal(golden[i], result.Prediction);
            expected.CheckScores(i, result.Scores);
        }
    }

    [Fact]
    public void Every_layer_of_lfc_agrees()
    {
        string file = SharedFolder.Require("models/golden/lfc_w1a1_mnist_first10_layers.npz");
        ImageDataSet data = Known["lfc"].Images();
        var naive = new NaiveEvaluator(ExternalNetworks.Lfc());
        for (int i = 0; i < 10; i++)
        {
            IReadOnlyList<LayerTrace> layers = naive.Run(data.Image(i)).Layers;
            for (int l = 0; l < layers.Count; l++)
            {
                short[] popcounts = Npz.Read<short>(file, $"popcount{l}");
                int rows = popcounts.Length / 10;
                int positions = layers[l].Plan.Positions;
                int[] got = [.. layers[l].Dots!.Select(d => (d + positions) / 2)];
                Assert.Equal(popcounts.Skip(i * rows).Take(got.Length).Select(p => (int)p), got);
            }
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lfc", "hbm2-2000-pim")]
    [InlineData("lfc", "ddr4-2400-pim")]
    [InlineData("cnv", "hbm2-2000-pim")]
    [InlineData("cnv", "ddr4-2400-pim")]
    [InlineData("tfc", "hbm2-2000-pim")]
    [InlineData("tfc", "ddr4-2400-pim")]
    public void All_images_on_the_fast_path(string name, string device)
    {
        Expected expected = Known[name];
        ImageDataSet data = expected.Images();
        BnnNetwork network = expected.Network();
        InferenceRun run = new DeviceRun(network, DeviceModelLoader.Load(device, []), reference: false).Run(new DataSetImages(network, data), threads: 2);
        byte[] predictions = run.Predictions();
        Assert.Equal(expected.Predictions(), predictions);
        Assert.Equal(expected.Correct, Correct(predictions, data, data.Count));
        if (expected.CorrectOfThousand is { } thousand)
        {
            Assert.Equal(thousand, Correct(predictions, data, 1000));
        }

        for (int i = 0; i < data.Count; i++)
        {
            expected.CheckScores(i, run.Scores.AsSpan(i * run.Outputs, run.Outputs));
        }
    }

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("lfc", "hbm2-2000-pim")]
    [InlineData("lfc", "ddr4-2400-pim")]
    [InlineData("cnv", "hbm2-2000-pim")]
    [InlineData("cnv", "ddr4-2400-pim")]
    [InlineData("tfc", "hbm2-2000-pim")]
    [InlineData("tfc", "ddr4-2400-pim")]
    public void Twenty_images_on_the_reference_path(string name, string device)
    {
        const int images = 20;
        Expected expected = Known[name];
        BnnNetwork network = expected.Network();
        ImageDataSet data = expected.Images().Take(images);
        DeviceModel model = DeviceModelLoader.Load(device, []);
        InferenceRun reference = new DeviceRun(network, model, reference: true).Run(new DataSetImages(network, data));
        InferenceRun fast = new DeviceRun(network, model, reference: false).Run(new DataSetImages(network, data), threads: 2);
        Assert.Equal(expected.Predictions()[..images], reference.Predictions());
        Assert.Equal(reference.Scores, fast.Scores);
        Assert.Equal(reference.Run.Cycles, fast.Run.Cycles);
        Assert.Equal(reference.Energy!.Total, fast.Energy!.Total);
        Assert.Equal(reference.Layers, fast.Layers);
        for (int i = 0; i < images; i++)
        {
            expected.CheckScores(i, reference.Scores.AsSpan(i * reference.Outputs, reference.Outputs));
        }
    }

    private static int Correct(byte[] predictions, ImageDataSet data, int count) => predictions.Take(count).Zip(data.Labels).Count(p => p.First == p.Second);

    private sealed record Expected(Func<BnnNetwork> Network, string Data, string Golden, int Positions, int Correct, int? CorrectOfThousand)
    {
        private short[]? popcounts;

        public ImageDataSet Images() => DataFolder.Load(SharedFolder.Require(Data), DataSplit.Test);

        public byte[] Predictions() => File.ReadAllBytes(SharedFolder.Require($"models/golden/{Golden}_pred_u8.bin"));

        /// <summary>Scores are 2 popcounts - K; TFC has no popcounts to compare with.</summary>
        public void CheckScores(int image, ReadOnlySpan<float> scores)
        {
            if (CorrectOfThousand is null)
            {
                return;
            }

            popcounts ??= MemoryMarshal.Cast<byte, short>(File.ReadAllBytes(SharedFolder.Require($"models/golden/{Golden}_lastpopcount_i16.bin"))).ToArray();
            for (int c = 0; c < scores.Length; c++)
            {
                Assert.Equal((2 * popcounts[(image * scores.Length) + c]) - Positions, (int)scores[c]);
            }
        }
    }
}
