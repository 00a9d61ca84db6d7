using CsCheck;
using PimSim.Bnn.Tests.Independent;
using PimSim.Core;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

public sealed class NaiveEvaluatorTests
{
    [Fact]
    public void Every_tensor_equals_the_independent_evaluators_with_exact_sums() =>
        Gen.ULong.ForEach(60, seed => Compare(seed, exactSums: true));

    [Fact]
    public void Every_tensor_equals_the_independent_evaluators() =>
        Gen.ULong.ForEach(1200, seed => Compare(seed, exactSums: false), seed: 2);

    [Fact]
    public void Every_tensor_and_class_of_folded_networks_equals_the_independent_evaluators() =>
        Gen.ULong.ForEach(800, seed => Compare(RandomNetwork.MakeFolded(seed), seed, exactSums: false), seed: 3);

    [Fact]
    public void The_random_networks_reach_every_order_and_kind()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Gen.ULong.ForEach(
            1200,
            seed =>
            {
                foreach (LayerPlan plan in NetworkPlanner.Plan(RandomNetwork.Make(seed)))
                {
                    string pool = plan.Pool is null ? "none" : plan.PoolPosition.ToString();
                    seen.Add($"{plan.Layer.GetType().Name} {plan.Weights.GetType().Name} pool {pool} norm {plan.Norm is not null} sign {plan.HasSign}");
                }
            },
            seed: 2);

        // Layer x weights x (sign with norm: 4 pools; sign without norm: 3; neither: 2).
        Assert.Equal(2 * 3 * (4 + 3 + 2), seen.Count);
    }

    [Fact]
    public void Pixels_are_encoded_and_scores_and_the_first_maximum_reported()
    {
        BnnNetwork network = Samples.Chain(1, 1, 2, new DenseNode
        {
            Name = "fc",
            Inputs = [BnnNetwork.InputName],
            Outputs = 3,
            Weights = new RealWeights([1, 0, 0, 1, 1, 0]),
            Bias = [0, 0.5f, 0],
        });

        NaiveResult result = new NaiveEvaluator(network).Run([255, 51]);

        Assert.Equal([1f, 0.7f, 1f], result.Scores);
        Assert.Equal(0, result.Prediction);
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        var evaluator = new NaiveEvaluator(Samples.Small());
        Assert.Throws<ArgumentOutOfRangeException>(() => evaluator.Run(new byte[3]));
    }

    private static void Compare(ulong seed, bool exactSums) => Compare(RandomNetwork.Make(seed), seed, exactSums);

    private static void Compare(BnnNetwork network, ulong seed, bool exactSums)
    {
        try
        {
            NetworkPlanner.Plan(network);
        }
        catch (UserErrorException fault) when (fault.Diagnostics[0].Code is "PIM1084")
        {
            return;
        }

        var naive = new NaiveEvaluator(network);
        var binarized = new NaiveEvaluator(BinarizedForm.From(network));
        var independent = new IndependentEvaluator(network, exactSums);
        for (ulong i = 0; i < 2; i++)
        {
            byte[] image = RandomNetwork.Image(network, seed + i);
            NaiveResult result = naive.Run(image);
            Compare(result, independent.Run(image), network);
            Assert.Equal(independent.Predict(image), result.Prediction);
            Assert.Equal(result.Scores, binarized.Run(image).Scores);
        }
    }

    private static void Compare(NaiveResult result, Dictionary<string, NodeValue> expected, BnnNetwork network)
    {
        for (int i = 0; i < result.Layers.Count; i++)
        {
            LayerTrace trace = result.Layers[i];
            string end = i + 1 < result.Layers.Count ? result.Layers[i + 1].Plan.Layer.Inputs[0] : network.Nodes[^1].Name;
            NodeValue layer = expected[trace.Plan.Name];
            NodeValue output = expected[end];
            Assert.Equal(layer.Dots, trace.Dots);
            Assert.Equal(layer.Reals?.Select(BitConverter.SingleToInt32Bits), trace.Reals?.Select(BitConverter.SingleToInt32Bits));
            Assert.Equal(output.Signs?.Select(s => (sbyte)(s ? 1 : -1)), trace.Signs);
            Assert.Equal(output.Levels, trace.Levels);
            Assert.Equal(output.Dots, trace.PooledDots);
            Assert.Equal(output.Reals, trace.PooledReals);
            Assert.Equal((output.Height, output.Width, output.Channels), (trace.Plan.Output.Height, trace.Plan.Output.Width, trace.Plan.Output.Channels));
        }
    }
}
