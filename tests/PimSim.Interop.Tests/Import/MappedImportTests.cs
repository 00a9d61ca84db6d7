using CsCheck;
using PimSim.Bnn;
using PimSim.Bnn.Tests;
using PimSim.Core;
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

    /// <summary>A folder of the size of LFC-W1A2 with drawn bits, recognized, and run on the shipped model.</summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void A_folder_of_two_thresholds_an_output_runs_in_the_device()
    {
        LayerMap map = PynqProfiles.All.Single(m => m.Name is "lfc-w1a2");
        PhiloxStream random = new(3, 0);
        using TemporaryFolder folder = new();
        for (int layer = 0; layer < map.Foldings.Count; layer++)
        {
            PynqFolding folding = map.Foldings[layer];
            for (int pe = 0; pe < folding.Pe; pe++)
            {
                // Columns from 784 on are padding, whose weights are +1.
                ulong[] words = [.. Enumerable.Range(0, folding.RowsOfFile * folding.WordsOfRow).Select(i =>
                    Enumerable.Range(0, folding.Simd).Aggregate(0UL, (word, bit) => word | (layer == 0 && (i % folding.WordsOfRow * folding.Simd) + bit >= 784 ? 1UL : (ulong)random.NextInt(2)) << bit))];
                long[] thresholds = [.. Enumerable.Range(0, folding.RowsOfFile * map.ThresholdCounts[layer]).Select(i => (long)random.NextInt(20) - (i % 2 == 0 ? 30 : -10))];
                folder.Write(PynqFolder.WeightsName(layer, pe), [.. words.SelectMany(BitConverter.GetBytes)]);
                folder.Write(PynqFolder.ThresholdsName(layer, pe), [.. thresholds.SelectMany(BitConverter.GetBytes)]);
            }
        }

        BnnNetwork network = NetworkImport.Read(folder.Path, ImportFormat.Auto, map: null);
        MappedEvaluator evaluator = new(MapResolver.Resolve(map, PynqFolder.Open(folder.Path)));
        RandomImages images = new(network, 2, 1);
        float[][] scores = new PairOfRuns(network, PimSim.Models.DeviceModelLoader.Load("hbm2-2000-pim", [])).Scores(images);
        for (int i = 0; i < images.Count; i++)
        {
            Assert.Equal(evaluator.Classify(images.Pixels(i)), network.ReadOut.Classify(scores[i]));
            Assert.Equal(evaluator.LastSums.Select(s => (float)s), scores[i]);
        }
    }

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
