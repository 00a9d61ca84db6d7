using PimSim.Tests;

namespace PimSim.Bnn.Tests.External;

/// <summary>Networks trained elsewhere, from the folder of reference data: what an importer would make of them.</summary>
internal static class ExternalNetworks
{
    private const int Classes = 10;

    /// <summary>BNN-PYNQ's LFC-W1A1: fully connected, MNIST.</summary>
    public static BnnNetwork Lfc()
    {
        string folder = SharedFolder.Require("models/bnn-pynq/params/mnist/lfcW1A1");
        PynqLayer[] layers =
        [
            new(folder, 0, 32, 64, 832, 1024, true),
            new(folder, 1, 64, 32, 1024, 1024, true),
            new(folder, 2, 32, 64, 1024, 1024, true),
            new(folder, 3, 16, 8, 1024, 64, true),
        ];
        var nodes = new Chain();
        nodes.Dense(layers[0].Weights(1024, 784), 1024, layers[0].Popcounts(1024, 784));
        nodes.Dense(layers[1].Weights(1024, 1024), 1024, layers[1].Popcounts(1024, 1024));
        nodes.Dense(layers[2].Weights(1024, 1024), 1024, layers[2].Popcounts(1024, 1024));
        nodes.Dense(layers[3].Weights(Classes, 1024), Classes, null);
        return Mnist("lfc-w1a1", nodes, new HighestSetReadOut(layers[3].Popcounts(Classes, 1024)));
    }

    /// <summary>BNN-PYNQ's CNV-W1A1: convolutional, CIFAR-10, 8-bit fixed-point input.</summary>
    public static BnnNetwork Cnv()
    {
        string folder = SharedFolder.Require("models/bnn-pynq/params/cifar10/cnvW1A1");
        int[] pe = [16, 32, 16, 16, 4, 1, 1, 1, 4];
        int[] simd = [3, 32, 32, 32, 32, 32, 4, 8, 1];
        int[] columns = [27, 576, 576, 1152, 1152, 2304, 256, 512, 512];
        int[] rows = [64, 64, 128, 128, 256, 256, 512, 512, 64];
        var nodes = new Chain();
        for (int i = 0; i < rows.Length; i++)
        {
            var layer = new PynqLayer(folder, i, pe[i], simd[i], columns[i], rows[i], hasThresholds: i < 8);
            switch (i)
            {
                case 0:
                    nodes.Convolution(layer.Weights(rows[i], columns[i]), rows[i], layer.Halves());
                    break;
                case < 6:
                    nodes.Convolution(layer.Weights(rows[i], columns[i]), rows[i], layer.Popcounts(rows[i], columns[i]));
                    break;
                case < 8:
                    nodes.Dense(layer.Weights(rows[i], columns[i]), rows[i], layer.Popcounts(rows[i], columns[i]));
                    break;
                default:
                    nodes.Dense(layer.Weights(Classes, columns[i]), Classes, null);
                    break;
            }

            if (i is 1 or 3)
            {
                nodes.Pool();
            }
        }

        return new BnnNetwork
        {
            Name = "cnv-w1a1",
            Input = new InputEncoding { Height = 32, Width = 32, Channels = 3, Levels = PixelLevels.FixedPoint(bits: 8, fractionBits: 7) },
            Classes = Numbers(),
            Nodes = nodes.Nodes,
        };
    }

    /// <summary>QONNX's TFC_1W1A: fully connected, MNIST. The scale after its last layer is one for all classes.</summary>
    public static BnnNetwork Tfc()
    {
        string file = SharedFolder.Require("models/tensors/qonnx_tfc_1w1a_mnist_folded.npz");
        var nodes = new Chain();
        int inputs = 784;
        for (int i = 0; i < 4; i++)
        {
            int outputs = i < 3 ? 64 : Classes;
            int positions = inputs;
            byte[] packed = Npz.Read<byte>(file, $"fc{i}.weight_packed_lsb");
            ulong[] bits = new ulong[((outputs * inputs) + 63) / 64];
            for (int k = 0; k < outputs * inputs; k++)
            {
                int at = (k / inputs * (inputs / 8)) + (k % inputs / 8);
                bits[k / 64] |= ((packed[at] >> (k % inputs % 8)) & 1) != 0 ? 0 : 1UL << (k % 64);
            }

            DotThreshold[]? thresholds = i < 3
                ? Array.ConvertAll(Npz.Read<int>(file, $"fc{i}.threshold"), t => DotThreshold.OfMatches(t, positions))
                : null;
            nodes.Dense(new BinarizedWeights(bits, outputs * inputs, 1f), outputs, thresholds);
            inputs = outputs;
        }

        return Mnist("tfc-1w1a", nodes, new AffineReadOut([.. Enumerable.Repeat(0.125, Classes)], new double[Classes]));
    }

    private static BnnNetwork Mnist(string name, Chain nodes, ReadOut readOut) => new()
    {
        Name = name,
        Input = new InputEncoding { Height = 28, Width = 28, Channels = 1, Levels = PixelLevels.Bits(128) },
        Classes = Numbers(),
        ReadOut = readOut,
        Nodes = nodes.Nodes,
    };

    private static string[] Numbers() => [.. Enumerable.Range(0, Classes).Select(c => $"{c}")];

    private sealed class Chain
    {
        public List<NetworkNode> Nodes { get; } = [];

        private string[] Inputs => [Nodes.Count == 0 ? BnnNetwork.InputName : Nodes[^1].Name];

        public void Dense(BinarizedWeights weights, int outputs, DotThreshold[]? thresholds)
        {
            Nodes.Add(new DenseNode { Name = $"dense{Nodes.Count}", Inputs = Inputs, Outputs = outputs, Weights = weights });
            Threshold(thresholds);
        }

        public void Convolution(BinarizedWeights weights, int outputs, DotThreshold[] thresholds)
        {
            Nodes.Add(new ConvolutionNode
            {
                Name = $"convolution{Nodes.Count}",
                Inputs = Inputs,
                OutChannels = outputs,
                KernelHeight = 3,
                KernelWidth = 3,
                Stride = 1,
                Padding = 0,
                PaddingValue = PaddingValue.Zero,
                Groups = 1,
                Weights = weights,
            });
            Threshold(thresholds);
        }

        public void Pool() => Nodes.Add(new MaxPoolNode { Name = $"pool{Nodes.Count}", Inputs = Inputs, Size = 2, Stride = 2 });

        private void Threshold(DotThreshold[]? thresholds)
        {
            if (thresholds is not null)
            {
                Nodes.Add(new ThresholdNode { Name = $"threshold{Nodes.Count}", Inputs = Inputs, Thresholds = thresholds });
            }
        }
    }
}
