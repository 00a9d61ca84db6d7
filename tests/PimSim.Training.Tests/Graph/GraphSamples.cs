using PimSim.Bnn;
using PimSim.Data;

namespace PimSim.Training.Tests;

/// <summary>Small graphs on the stripes, and a naive evaluator for them.</summary>
internal static class GraphSamples
{
    /// <summary>A residual network with both kinds of shortcuts around convolutions and blocks.</summary>
    public const string Residual = """
        format: pimsim-network/1
        name: tiny-residual
        layers:
          - {kind: convolution, channels: 6}
          - {kind: residual, channels: 6}
          - {kind: residual, channels: 10, stride: 2, shortcut: block}
          - {kind: average-pool}
          - {kind: dense}
        """;

    /// <summary>Convolutions with pools and borders of both kinds, and dense layers.</summary>
    public const string Chain = """
        format: pimsim-network/1
        name: tiny-chain
        layers:
          - {kind: convolution, channels: 7, pool: 2}
          - {kind: convolution, channels: 9, padValue: minus-one}
          - {kind: dense, units: 12}
          - {kind: dense}
        """;

    public static GraphTemplate Build(string text, BinarizedLayers? choice = null, ImageDataSet? images = null) =>
        GraphBuilder.Build(DescriptionReader.Parse(text, "sample.yaml"), choice, images ?? Stripes.Make(40, 1));

    public sealed class Evaluator : INetworkEvaluator
    {
        public void Check(BnnNetwork network) => _ = NetworkPlanner.PlanSteps(network);

        public int CountCorrect(BnnNetwork network, ImageDataSet images, int threads, CancellationToken cancellationToken)
        {
            NaiveEvaluator naive = new(network);
            return Enumerable.Range(0, images.Count).Count(i => naive.Run(images.Image(i)).Prediction == images.Labels[i]);
        }
    }
}
