using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Accumulators that are too narrow: wrap and saturate as plain counts do, or the layer is refused.</summary>
public sealed class OverflowTests
{
    [Theory]
    [InlineData("hbm", "wrap", 2)]
    [InlineData("hbm", "wrap", 4)]
    [InlineData("hbm", "saturate", 3)]
    [InlineData("ddr", "wrap", 3)]
    [InlineData("ddr", "saturate", 4)]
    public void Narrow_accumulators_follow_a_plain_count(string device, string overflow, int bits)
    {
        DeviceModel model = SmallDevice.Load(device, $"unit.accumulatorBits={bits}", $"unit.overflow={overflow}");
        int most = (1 << bits) - 1;
        int differ = 0;
        for (ulong seed = 0; seed < 3; seed++)
        {
            BnnNetwork network = WithCounts(ClipNetwork.Make(seed));
            var images = new RandomImages(network, 3, seed);
            float[][] scores = new PairOfRuns(network, model).Scores(images);
            var narrow = new StoredEvaluator(network) { Limit = m => string.Equals(overflow, "wrap", StringComparison.Ordinal) ? m & most : Math.Min(m, most) };
            var wide = new NaiveEvaluator(network);
            for (int i = 0; i < images.Count; i++)
            {
                Assert.Equal(narrow.Run(images.Pixels(i)), scores[i]);
                differ += wide.Run(images.Pixels(i)).Scores.AsSpan().SequenceEqual(scores[i]) ? 0 : 1;
            }
        }

        Assert.True(differ > 0, "no count ran over");
    }

    [Theory]
    [InlineData(16)]
    [InlineData(20)]
    [InlineData(31)]
    [InlineData(32)]
    public void Wide_accumulators_change_nothing(int bits)
    {
        DeviceModel model = SmallDevice.Load("hbm", $"unit.accumulatorBits={bits}");
        BnnNetwork network = WithCounts(ClipNetwork.Make(1));
        var images = new RandomImages(network, 2, 1);
        float[][] scores = new PairOfRuns(network, model).Scores(images);
        var naive = new NaiveEvaluator(network);
        Assert.Equal(naive.Run(images.Pixels(0)).Scores, scores[0]);
        Assert.Equal(naive.Run(images.Pixels(1)).Scores, scores[1]);
    }

    [Fact]
    public void By_default_a_layer_that_could_overflow_is_refused_with_the_counts()
    {
        BnnNetwork network = ClipNetwork.Make(0);
        DeviceModel model = SmallDevice.Load("hbm", "unit.accumulatorBits=7");
        UserErrorException e = Assert.Throws<UserErrorException>(() => Placement.Create(model, WorkloadBuilder.Build(network, model)));
        Assert.Equal("PIM0705", Assert.Single(e.Diagnostics).Code);
        Assert.Contains("127", e.Message, StringComparison.Ordinal);
        Assert.Contains("256", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The network with a binary layer at its end, whose counts are the scores.</summary>
    private static BnnNetwork WithCounts(BnnNetwork network)
    {
        var last = (DenseNode)network.Nodes[^1];
        return new BnnNetwork
        {
            Name = network.Name,
            Input = network.Input,
            Classes = network.Classes,
            Nodes = [.. network.Nodes.SkipLast(1), last with { Weights = new ClippedWeights(((RealWeights)last.Weights).Values, -0.3f, 0.3f), Bias = null }],
        };
    }
}
