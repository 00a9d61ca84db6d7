using CsCheck;
using PimSim.Bnn;
using PimSim.Bnn.Tests;
using PimSim.Tests;

namespace PimSim.Interop.Tests;

/// <summary>Random mapped networks give what a plain evaluation of the file's own terms gives: imported, and in devices on both paths.</summary>
public sealed class MappedImportTests
{
    [Theory]
    [InlineData("hbm")]
    [InlineData("ddr")]
    public void Several_thresholds_of_an_output_run_in_the_device(string device) => Gen.ULong.ForEach(6, seed =>
    {
        MappedNetwork mapped = MappedChain.OfLevels(seed);
        BnnNetwork network = MappedImporter.ToNetwork(mapped);
        Assert.Contains(network.Nodes, n => n is MultiThresholdNode);
        PairOfRuns runs = new(network, SmallDevice.Load(device));
        RandomImages images = new(network, 3, seed);
        float[][] scores = runs.Scores(images);
        MappedEvaluator evaluator = new(mapped);
        for (int i = 0; i < images.Count; i++)
        {
            Assert.Equal(evaluator.Run(images.Pixels(i)), scores[i].Select(s => (double)s));
        }
    });

    [Fact]
    public void Factors_and_biases_of_binary_layers_become_part_of_thresholds_and_read_out()
    {
        HashSet<int> classes = [];
        Gen.ULong.ForEach(150, seed =>
        {
            MappedNetwork mapped = MappedChain.OfFactors(seed);
            NaiveEvaluator naive = new(MappedImporter.ToNetwork(mapped));
            MappedEvaluator evaluator = new(mapped);
            RandomImages images = new(MappedImporter.ToNetwork(mapped), 4, seed);
            for (int i = 0; i < images.Count; i++)
            {
                int expected = evaluator.Classify(images.Pixels(i));
                Assert.Equal(expected, naive.Run(images.Pixels(i)).Prediction);
                classes.Add(expected);
            }
        });
        Assert.Equal(3, classes.Count);
    }

    [Fact]
    public void One_factor_of_all_outputs_stays_a_scale()
    {
        MappedDense dense = new("d", Place(), Signs(2, 8) with { Scales = [0.5f, 0.5f] }, [0, -0f]);
        Assert.Equal(0.5f, Assert.IsType<BinarizedWeights>(Assert.IsType<DenseNode>(MappedImporter.ToNetwork(Small(dense)).Nodes[0]).Weights).Scale);
    }

    [Fact]
    public void A_factor_below_zero_turns_the_row()
    {
        MappedDense dense = new("d", Place(), Signs(2, 8) with { Scales = [-2, 1] }, Bias: null);
        BnnNetwork network = MappedImporter.ToNetwork(Small(dense));
        Assert.Equal(0xFF00UL, Assert.IsType<BinarizedWeights>(Assert.IsType<DenseNode>(network.Nodes[0]).Weights).Bits[0]);
        Assert.Equal([2.0, 1.0], Assert.IsType<AffineReadOut>(network.ReadOut).Scale);
    }

    [Fact]
    public void A_bias_of_a_real_convolution_becomes_a_limit()
    {
        MappedConvolution convolution = new("c", Place(), new MappedWeights(2, 8, Signs: null, [.. Enumerable.Repeat(0.5f, 16)], [1, -1]), [0.1f, 0.1f], 1, 1, 1, 0, BorderValue.Zero, 1);
        BnnNetwork network = MappedImporter.ToNetwork(Small(convolution, new MappedSign("s", Place()), new MappedDense("e", Place(), Signs(2, 2), Bias: null)));
        var norm = Assert.IsType<BatchNormNode>(network.Nodes[1]);

        // y + 0.1 >= 0 and, with the row turned, the same: y >= -0.1.
        Assert.Equal([1f, 1f], norm.Gamma);
        Assert.Equal([-0.1f, -0.1f], norm.Mean);
        Assert.Equal(-0.5f, Assert.IsType<RealWeights>(Assert.IsType<ConvolutionNode>(network.Nodes[0]).Weights).Values[8]);
    }

    [Fact]
    public void Factors_that_nothing_takes_into_account_are_refused() => Refusal.Of("PIM1144", () => MappedImporter.ToNetwork(Small(
        new MappedDense("d", Place(), Signs(2, 8) with { Scales = [1, 2] }, Bias: null), new MappedDense("e", Place(), Signs(2, 2), Bias: null))));

    [Fact]
    public void A_batch_norm_without_deviation_is_refused() => Refusal.Of("PIM1160", () => MappedImporter.ToNetwork(Small(
        new MappedDense("d", Place(), Signs(2, 8), [1, 2]), new MappedBatchNorm("n", Place(), [1, 1], [0, 0], [0, 0], [0, 1], 0), new MappedSign("s", Place()))));

    private static MapPlace Place() => new("map.yaml", 1, 1);

    /// <summary>All -1.</summary>
    private static MappedWeights Signs(int outputs, int columns) => new(outputs, columns, new SignMatrix(outputs, columns), Reals: null, Scales: null);

    private static MappedNetwork Small(params MappedItem[] items) =>
        new("small", new MapInput(1, 1, 8, new ThresholdPixels(128)), 2, [], ClassDecision.LargestSum, items);
}
