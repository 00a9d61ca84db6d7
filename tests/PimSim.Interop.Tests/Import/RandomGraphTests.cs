using CsCheck;
using PimSim.Bnn;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>
/// Random small graphs give the class that an independent evaluation of their operators gives. Numbers are small multiples of
/// powers of two, so that ties and zeros are common and the evaluation in doubles is exact.
/// </summary>
public sealed class RandomGraphTests
{
    [Fact]
    public void Random_graphs_give_the_class_of_an_operator_by_operator_evaluation()
    {
        HashSet<int> classes = [];
        Gen.ULong.ForEach(40, seed =>
        {
            OnnxModel model = new RandomGraph(seed).Model;
            BnnNetwork network = OnnxImporter.Import(model, "random");
            NaiveEvaluator naive = new(network);
            int[] shape = [.. model.Graph.Inputs[0].Shape!.Select(s => (int)s!.Value)];
            PhiloxStream random = new(seed, 99);
            for (int i = 0; i < 4; i++)
            {
                double[] image = new double[shape[1] * shape[2] * shape[3]];
                byte[] pixels = new byte[image.Length];
                for (int p = 0; p < image.Length; p++)
                {
                    // From the middle more often: that is where quantizers decide.
                    byte pixel = (byte)(random.NextInt(2) == 0 ? random.NextInt(256) : 120 + random.NextInt(16));
                    image[p] = pixel;
                    (int channel, int place) = (p / (shape[2] * shape[3]), p % (shape[2] * shape[3]));
                    pixels[(place * shape[1]) + channel] = pixel;
                }

                double[] scores = OnnxEvaluator.Run(model.Graph, image);
                int expected = Array.IndexOf(scores, scores.Max());
                Assert.Equal(expected, naive.Run(pixels).Prediction);
                classes.Add(expected);
            }
        });
        Assert.True(classes.Count > 2);
    }
}
