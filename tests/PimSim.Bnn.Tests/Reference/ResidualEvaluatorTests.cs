using CsCheck;
using PimSim.Bnn.Tests.Independent;
using PimSim.Tests;

namespace PimSim.Bnn.Tests;

/// <summary>Networks with branches mean what the independent evaluator says, in every kept value.</summary>
public sealed class ResidualEvaluatorTests
{
    [Fact]
    public void Every_kept_value_equals_the_independent_evaluators() =>
        Gen.ULong.ForEach(250, seed => Compare(ResidualNetwork.Make(seed), seed), seed: 5);

    [Fact]
    public void The_random_graphs_reach_every_form_of_step()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        Gen.ULong.ForEach(
            400,
            seed =>
            {
                foreach (ElementwiseStep step in NetworkPlanner.PlanSteps(ResidualNetwork.Make(seed)).Steps.OfType<ElementwiseStep>())
                {
                    seen.Add($"terms {step.Terms.Count} {step.Reduction} padded {step.Padding > 0}");
                    seen.Add($"numbers {step.Numbers is not null} signs {step.Signs is not null} on input {step.SignsOnInput}");
                    seen.Add($"sign norm {step.SignNorm is not null} counts {step.CountsOfSigns is not null} on input {step.SignsOnInput}");
                    seen.UnionWith(step.Terms.Select(t => $"counts {t.Counts is not null} norm {t.Norm is not null}"));
                }
            },
            seed: 5);
        string[] forms =
        [
            "terms 1 None padded False", "terms 2 None padded False", "terms 1 Maximum padded True", "terms 1 Maximum padded False", "terms 1 Average padded False",
            "numbers True signs True on input True", "numbers True signs True on input False", "numbers False signs True on input True",
            "numbers False signs True on input False", "numbers True signs False on input False",
            "sign norm True counts True on input True", "sign norm True counts False on input True", "sign norm True counts False on input False",
            "counts True norm True", "counts True norm False", "counts False norm True", "counts False norm False",
        ];
        Assert.Empty(forms.Except(seen, StringComparer.Ordinal));
    }

    private static void Compare(BnnNetwork network, ulong seed)
    {
        var naive = new NaiveEvaluator(network);
        var independent = new IndependentEvaluator(network, exactSums: false);
        byte[] image = RandomNetwork.Image(network, seed);
        NaiveResult result = naive.Run(image);
        Dictionary<string, NodeValue> expected = independent.Run(image);
        Assert.Equal(independent.Predict(image), result.Prediction);
        foreach ((string name, float[] values) in result.Values)
        {
            NodeValue e = expected[name];
            float[] numbers = e.Dots is { } dots ? Array.ConvertAll(dots, d => (float)d) : IndependentArithmetic.Numbers(e);
            Assert.Equal(numbers.Select(BitConverter.SingleToInt32Bits), values.Select(BitConverter.SingleToInt32Bits));
        }
    }
}
