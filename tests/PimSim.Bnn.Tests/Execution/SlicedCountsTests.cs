using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Layers whose counts accumulators cannot hold at once: parts are added on the host, with the same decisions.</summary>
public sealed class SlicedCountsTests
{
    [Theory]
    [MemberData(nameof(SmallDevice.Names), MemberType = typeof(SmallDevice))]
    public void A_first_layer_of_many_8_bit_inputs_runs_on_both_paths(string device)
    {
        var random = new PhiloxStream(5, 0);
        DotThreshold[] thresholds = [.. Enumerable.Range(0, 6).Select(_ => new DotThreshold(random.NextInt(4000) - 2000, random.NextInt(2) == 0))];
        BnnNetwork network = new()
        {
            Name = "wide",
            Input = new InputEncoding { Height = 20, Width = 20, Channels = 1, Levels = PixelLevels.FixedPoint(8, 7) },
            Classes = ["a", "b", "c"],
            Nodes =
            [
                new DenseNode { Name = "d", Inputs = [BnnNetwork.InputName], Outputs = 6, Weights = Signs(ref random, 2400) },
                new ThresholdNode { Name = "t", Inputs = ["d"], Thresholds = thresholds },
                new DenseNode { Name = "e", Inputs = ["t"], Outputs = 3, Weights = Signs(ref random, 18) },
            ],
        };
        Assert.True(IsSliced(network, SmallDevice.Load(device)));
        Compare(network, SmallDevice.Load(device), 4);
    }

    [Theory]
    [InlineData("hbm", 9)]
    [InlineData("ddr", 7)]
    public void Narrow_accumulators_give_what_wide_ones_give(string device, int bits)
    {
        DeviceModel model = SmallDevice.Load(device, $"unit.accumulatorBits={bits}");
        int sliced = 0;
        for (ulong seed = 0; seed < 80 && sliced < 6; seed++)
        {
            BnnNetwork network = RandomNetwork.MakeFolded(seed);
            if (IsSliced(network, model))
            {
                Compare(network, model, 2);
                sliced++;
            }
        }

        Assert.Equal(6, sliced);
    }

    /// <summary>Whether a layer comes in parts; not where the device refuses the network, for instance for the counts of its last layer.</summary>
    private static bool IsSliced(BnnNetwork network, DeviceModel model)
    {
        try
        {
            return Placement.Create(model, WorkloadBuilder.Build(network, model)).Layers.OfType<BinaryLayout>().Any(l => l.IsSliced);
        }
        catch (UserErrorException)
        {
            return false;
        }
    }

    private static void Compare(BnnNetwork network, DeviceModel model, int count)
    {
        var images = new RandomImages(network, count, 3);
        float[][] scores = new PairOfRuns(network, model).Scores(images);
        var naive = new NaiveEvaluator(network);
        for (int i = 0; i < images.Count; i++)
        {
            Assert.Equal(naive.Run(images.Pixels(i)).Scores, scores[i]);
        }
    }

    private static BinarizedWeights Signs(ref PhiloxStream random, int count)
    {
        ulong[] bits = new ulong[(count + 63) / 64];
        for (int i = 0; i < count; i++)
        {
            bits[i / 64] |= (ulong)random.NextInt(2) << (i % 64);
        }

        return new BinarizedWeights(bits, count, 1f);
    }
}
