using PimSim.Bnn;
using PimSim.Data;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>QONNX's TFC_1W1A gives the answers of the reference, byte for byte.</summary>
public sealed class TfcImportTests
{
    private const int Images = 10_000;

    [Fact]
    public void Its_layers_and_thresholds_are_those_of_the_folded_reference()
    {
        BnnNetwork network = Import();
        TensorArchive folded = NpzReader.Load(SharedFolder.Require("models/tensors/qonnx_tfc_1w1a_mnist_folded.npz"));
        Assert.Equal(PixelLevels.Bits(128), network.Input.Levels);
        Assert.Equal((28, 28, 1), (network.Input.Height, network.Input.Width, network.Input.Channels));
        Assert.IsType<ArgMaxReadOut>(network.ReadOut);
        DenseNode[] layers = [.. network.Nodes.OfType<DenseNode>()];
        ThresholdNode[] thresholds = [.. network.Nodes.OfType<ThresholdNode>()];
        Assert.Equal([64, 64, 64, 10], layers.Select(l => l.Outputs));
        Assert.Equal(3, thresholds.Length);
        for (int i = 0; i < thresholds.Length; i++)
        {
            var weights = (BinarizedWeights)layers[i].Weights;
            int inputs = weights.Count / layers[i].Outputs;
            long[] packed = folded.Require($"fc{i}.weight_packed_lsb").ToInt64s();
            long[] limits = folded.Require($"fc{i}.threshold").ToInt64s();
            for (int row = 0; row < layers[i].Outputs; row++)
            {
                // The reference flips rows of falling thresholds; a flipped row matches where the other does not.
                bool flips = thresholds[i].Thresholds[row].AtMost;
                int different = 0;
                for (int k = 0; k < inputs; k++)
                {
                    bool isPlus = ((packed[(row * (inputs / 8)) + (k / 8)] >> (k % 8)) & 1) != 0;
                    int at = (row * inputs) + k;
                    different += (isPlus != flips) == (((weights.Bits[at / 64] >> (at % 64)) & 1) == 0) ? 0 : 1;
                }

                Assert.Equal(0, different);

                var expected = DotThreshold.OfMatches(limits[row], inputs);
                DotThreshold got = thresholds[i].Thresholds[row];
                Assert.DoesNotContain(Enumerable.Range(0, inputs + 1).Select(k => (2 * k) - inputs), dot => expected.Fires(flips ? -dot : dot) != got.Fires(dot));
            }
        }
    }

    [Fact]
    public void The_first_images_give_the_classes_of_the_reference() => Check(Import(), 200);

    [Fact]
    [Trait("Category", "Slow")]
    public void All_images_give_the_classes_of_the_reference() => Assert.Equal(9_296, Check(Import(), Images));

    private static BnnNetwork Import() => OnnxImporter.Import(OnnxReader.Load(SharedFolder.Require("models/qonnx/TFC_1W1A.onnx")), "tfc-1w1a");

    private static int Check(BnnNetwork network, int images)
    {
        ImageDataSet data = DataFolder.Load(SharedFolder.Require("data/mnist"), DataSplit.Test);
        byte[] golden = File.ReadAllBytes(SharedFolder.Require("models/golden/tfc_1w1a_mnist_pred_u8.bin"));
        NaiveEvaluator naive = new(network);
        byte[] predictions = new byte[images];
        Parallel.For(0, images, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => predictions[i] = (byte)naive.Run(data.Image(i)).Prediction);
        Assert.Equal(golden[..images], predictions);
        return predictions.Zip(data.Labels).Count(p => p.First == p.Second);
    }
}
