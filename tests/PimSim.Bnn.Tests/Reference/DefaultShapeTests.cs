using PimSim.Bnn.Tests.Independent;

namespace PimSim.Bnn.Tests;

public sealed class DefaultShapeTests
{
    [Fact]
    [Trait("Category", "Slow")]
    public void At_the_default_networks_size_both_evaluators_agree_on_every_bit()
    {
        BnnNetwork network = DefaultShape.Make(1);
        var naive = new NaiveEvaluator(network);
        var independent = new IndependentEvaluator(network, exactSums: false);
        for (ulong seed = 0; seed < 100; seed++)
        {
            byte[] image = RandomNetwork.Image(network, seed);
            NaiveResult result = naive.Run(image);
            Dictionary<string, NodeValue> expected = independent.Run(image);
            foreach (LayerTrace trace in result.Layers.SkipLast(1))
            {
                string sign = "sign" + trace.Plan.Name["conv".Length..];
                Assert.Equal(expected[sign].Signs!.Select(s => (sbyte)(s ? 1 : -1)), trace.Signs!);
            }

            Assert.Equal(expected["fc"].Reals, result.Scores);
        }
    }
}
