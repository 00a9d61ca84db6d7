using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>A bit changed in the cells after the upload changes the outcome exactly as plain loops on the changed bits say.</summary>
public sealed class BitFlipTests
{
    private const int Images = 3;

    public static TheoryData<string> Devices => SmallDevice.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_flipped_weight(string device) => ForRandomNetworks(device, 24, (context, random) =>
    {
        (int layer, int channel) = context.PickChannel(ref random, _ => true);
        int k = random.NextInt(context.Arithmetic.Plans[layer].Positions);
        context.Flip(core => context.Cells.FlipWeight(core, layer, channel, k));
        context.Arithmetic.Signs[layer][(channel * context.Arithmetic.Plans[layer].Positions) + k] ^= true;
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_flipped_tail_bit_counts_everywhere(string device) => ForRandomNetworks(device, 10, (context, random) =>
    {
        (int layer, _) = context.PickChannel(ref random, l => context.Cells.TailBits(l) > 0);
        for (int channel = 0; channel < context.Arithmetic.Plans[layer].Channels; channel++)
        {
            int k = context.Arithmetic.Plans[layer].Positions + random.NextInt(context.Cells.TailBits(layer));
            int c = channel;
            context.Flip(core => context.Cells.FlipWeight(core, layer, c, k));
            context.Arithmetic.Tails[layer][c]++;
        }
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_flipped_threshold_bit(string device) => ForRandomNetworks(device, 30, (context, random) =>
    {
        (int layer, int channel) = context.PickChannel(ref random, l => context.Arithmetic.Plans[l].HasSign);
        int borderClass = random.NextInt(context.Arithmetic.ClassCount(layer));
        int bit = random.NextInt(3) switch { 0 => 31, 1 => random.NextInt(4), _ => random.NextInt(24) };
        FlipThreshold(context, layer, channel, borderClass, bit);
    });

    [Fact]
    public void Bits_between_limit_and_direction_change_nothing() => Assert.Equal(0, Changes("hbm", 10, (context, random) =>
    {
        (int layer, int channel) = context.PickChannel(ref random, l => context.Arithmetic.Plans[l].HasSign);
        FlipThreshold(context, layer, channel, random.NextInt(context.Arithmetic.ClassCount(layer)), 24 + random.NextInt(7));
    }));

    /// <summary>Directions that differ among the border classes of a channel do not come from folding, only from cells.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void Flipped_directions(string device) => ForRandomNetworks(device, 12, (context, random) =>
    {
        (int layer, _) = context.PickChannel(ref random, l => context.Arithmetic.Plans[l].HasSign);
        for (int i = 0; i < context.Arithmetic.Entries[layer].Length; i++)
        {
            if (random.NextInt(2) == 0)
            {
                int channels = context.Arithmetic.Plans[layer].Channels;
                FlipThreshold(context, layer, i % channels, i / channels, 31);
            }
        }
    });

    [Fact]
    public void A_flipped_real_weight() => ForRandomNetworks("hbm", 14, (context, random) =>
    {
        LayerPlan plan = context.Arithmetic.Plans[0];
        int i = random.NextInt(plan.Channels * plan.Positions);
        int bit = random.NextInt(2) == 0 ? 31 : random.NextInt(23);
        context.Flip(core => context.Cells.FlipReal(core, 0, i / plan.Positions, i % plan.Positions, bit));
        float[] values = ((RealWeights)plan.Weights).Values;
        values[i] = BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(values[i]) ^ (1u << bit));
    });

    [Theory]
    [MemberData(nameof(Devices))]
    public void A_changed_pixel_changes_what_arithmetic_says(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        int changed = 0;
        for (ulong seed = 0; seed < 6; seed++)
        {
            BnnNetwork network = ClipNetwork.Make(seed);
            var run = new PairOfRuns(network, model);
            var plain = new RandomImages(network, 1, seed);
            var altered = new RandomImages(network, 1, seed) { ChangedPixel = (int)seed };
            var naive = new NaiveEvaluator(network);
            Assert.Equal(naive.Run(plain.Pixels(0)).Scores, run.Scores(plain)[0]);
            Assert.Equal(naive.Run(altered.Pixels(0)).Scores, run.Scores(altered)[0]);
            changed += run.Scores(plain)[0].AsSpan().SequenceEqual(run.Scores(altered)[0]) ? 0 : 1;
        }

        Assert.InRange(changed, 1, 5);
    }

    private static void FlipThreshold(FlipContext context, int layer, int channel, int borderClass, int bit)
    {
        context.Flip(core => context.Cells.FlipThreshold(core, layer, channel, borderClass, bit));
        ref ThresholdEntry entry = ref context.Arithmetic.Entries[layer][(borderClass * context.Arithmetic.Plans[layer].Channels) + channel];
        entry = ThresholdEntry.Decode(entry.Encode() ^ (1u << bit));
    }

    private static void ForRandomNetworks(string device, int count, FlipAction flip) =>
        Assert.InRange(Changes(device, count, flip), 1, (count * Images) - 1);

    /// <summary>Flips bits in random networks and compares both paths with arithmetic; returns the images whose scores changed.</summary>
    private static int Changes(string device, int count, FlipAction flip)
    {
        DeviceModel model = SmallDevice.Load(device);
        int changes = 0;
        int ran = 0;
        for (ulong seed = 1000; ran < count; seed++)
        {
            BnnNetwork network = seed % 2 == 0 ? RandomNetwork.Make(seed) : ClipNetwork.Make(seed);
            if (FlipContext.TryMake(network, model) is not { } context)
            {
                continue;
            }

            ran++;
            var images = new RandomImages(network, Images, seed);
            float[][] before = context.Run.Scores(images);
            flip(context, new PhiloxStream(seed, 9));
            float[][] after = context.Run.Scores(images);
            for (int i = 0; i < Images; i++)
            {
                Assert.Equal(context.Arithmetic.Run(images.Pixels(i)), after[i]);
                changes += before[i].AsSpan().SequenceEqual(after[i]) ? 0 : 1;
            }
        }

        return changes;
    }

    private delegate void FlipAction(FlipContext context, PhiloxStream random);
}
