using PimSim.Bnn;

namespace PimSim.Training.Tests;

/// <summary>All parameters of a network, bit by bit.</summary>
internal static class NetworkBytes
{
    public static byte[] Of(BnnNetwork network)
    {
        List<byte> bytes = [];
        foreach (NetworkNode node in network.Nodes)
        {
            switch (node)
            {
                case ConvolutionNode { Weights: ClippedWeights w }:
                    Add(bytes, w.Values, [w.Lower, w.Upper]);
                    break;
                case ConvolutionNode { Weights: RealWeights w }:
                    Add(bytes, w.Values);
                    break;
                case ConvolutionNode { Weights: BinarizedWeights w }:
                    bytes.AddRange(w.Bits.SelectMany(BitConverter.GetBytes));
                    break;
                case ThresholdNode t:
                    bytes.AddRange(t.Thresholds.SelectMany(d => BitConverter.GetBytes(d.AtMost ? ~d.Limit : d.Limit)));
                    break;
                case BatchNormNode n:
                    Add(bytes, n.Gamma, n.Beta, n.Mean, n.Variance);
                    break;
                case DenseNode { Weights: RealWeights w } d:
                    Add(bytes, w.Values, d.Bias ?? []);
                    break;
                case DenseNode { Weights: ClippedWeights w }:
                    Add(bytes, w.Values, [w.Lower, w.Upper]);
                    break;
                case DenseNode { Weights: BinarizedWeights w }:
                    bytes.AddRange(w.Bits.SelectMany(BitConverter.GetBytes));
                    break;
                default:
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Add(List<byte> bytes, params float[][] arrays)
    {
        foreach (float value in arrays.SelectMany(a => a))
        {
            bytes.AddRange(BitConverter.GetBytes(value));
        }
    }
}
