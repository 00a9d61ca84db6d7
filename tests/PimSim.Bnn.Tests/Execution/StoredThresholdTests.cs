using PimSim.Bits;
using PimSim.Device;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Clip thresholds in the cells decide signs, scale, integer thresholds and scores: kind (a).</summary>
public sealed class StoredThresholdTests
{
    private const int Images = 4;
    private static readonly string[] Clipped = ["clip", "hidden"];
    private static readonly int[] ClippedLayers = [1, 2];

    public static TheoryData<string> Devices => SmallDevice.Names;

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_device_makes_scale_and_signs_of_the_clipped_set(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        for (ulong seed = 0; seed < 5; seed++)
        {
            BnnNetwork network = ClipNetwork.Make(seed);
            var cells = new StoredCells(network, model);
            var run = new PairOfRuns(network, model);
            foreach (LayerPlan plan in NetworkPlanner.Plan(network).Where(p => p.IsBinary))
            {
                int layer = string.Equals(plan.Name, "clip", StringComparison.Ordinal) ? 1 : 2;
                var clip = (ClippedWeights)plan.Weights;
                Assert.Equal(Bits(ScaleMath.Alpha(clip.Values, plan.Channels, clip.Lower, clip.Upper)), Bits(run.Upload.Scales[layer]));
                Assert.Equal(Bits(RealReduction.MeanAbsClipped(clip.Values, plan.Channels, clip.Lower, clip.Upper)), Bits(run.Upload.Scales[layer]));
                bool[] signs = [.. clip.Values.Select(v => ScaleMath.SignBit(v, clip.Lower, clip.Upper))];
                foreach (DomainCore core in run.Cores)
                {
                    Assert.Equal(signs, signs.Select((_, i) => cells.Sign(core, layer, i / plan.Positions, i % plan.Positions)).ToArray());
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_networks_have_tails_groups_and_several_tiles(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        BnnNetwork[] networks = [.. Enumerable.Range(0, 5).Select(s => ClipNetwork.Make((ulong)s))];
        LayerPlan[] convolutions = [.. networks.Select(n => NetworkPlanner.Plan(n)[1])];
        Assert.Contains(convolutions, p => p.Convolution!.Groups > 1);
        Assert.Contains(convolutions, p => p.Positions % 8 != 0);
        Assert.Contains(networks, n => new StoredCells(n, model).Tiles(1) > 1);
        Assert.Contains(networks, n => NetworkPlanner.Plan(n)[2].Positions % 16 != 0);
    }

    /// <summary>An upper threshold 20 % off in the cells: everything is as for a network with that threshold.</summary>
    [Theory]
    [MemberData(nameof(Devices))]
    public void A_changed_upper_threshold_gives_what_clip_gives_then(string device)
    {
        int changedImages = 0;
        for (ulong seed = 0; seed < 4; seed++)
        {
            BnnNetwork network = ClipNetwork.Make(seed);
            float factor = seed % 2 == 0 ? 0.8f : 1.2f;
            BnnNetwork changed = ClipNetwork.Change(network, w => w with { Upper = w.Upper * factor }, Clipped);
            changedImages += Compare(device, network, changed, LayerStore.UpperColumn, v => Bits(BitConverter.UInt32BitsToSingle(v) * factor), seed);
        }

        Assert.InRange(changedImages, 1, (4 * Images) - 1);
    }

    /// <summary>The sign bit of the lower threshold: signs turn to +1 where it becomes positive, and get lost or found.</summary>
    [Theory]
    [InlineData("hbm", -0.5f)]
    [InlineData("ddr", -0.5f)]
    [InlineData("hbm", 0.25f)]
    [InlineData("ddr", 0.25f)]
    public void A_flipped_sign_of_the_lower_threshold_gives_what_clip_gives_then(string device, float lower)
    {
        int changedImages = 0;
        for (ulong seed = 0; seed < 2; seed++)
        {
            BnnNetwork network = ClipNetwork.Make(seed, lower);
            BnnNetwork changed = ClipNetwork.Change(network, w => w with { Lower = -w.Lower }, Clipped);
            changedImages += Compare(device, network, changed, LayerStore.LowerColumn, v => v ^ 0x8000_0000, seed);
            BinarizedWeights all = NetworkPlanner.Plan(lower < 0 ? changed : network)[1].Binarized();
            Assert.All(all.Bits, b => Assert.Equal(0UL, b));
        }

        Assert.InRange(changedImages, 1, 2 * Images);
    }

    [Theory]
    [MemberData(nameof(Devices))]
    public void The_binarized_form_gives_the_same(string device)
    {
        DeviceModel model = SmallDevice.Load(device);
        for (ulong seed = 0; seed < 3; seed++)
        {
            BnnNetwork network = ClipNetwork.Make(seed);
            var images = new RandomImages(network, Images, seed);
            var real = new PairOfRuns(network, model);
            var binarized = new PairOfRuns(BinarizedForm.From(network), model);
            Assert.Equal(real.Upload.Scales, binarized.Upload.Scales);
            Assert.Equal(real.Upload.Thresholds, binarized.Upload.Thresholds);
            Assert.Equal(real.Scores(images), binarized.Scores(images));
            Assert.True(real.Upload.BytesPerDomain > binarized.Upload.BytesPerDomain, "kind (a) stores 32 bits a weight");
        }
    }

    /// <summary>Uploads <paramref name="network"/>, changes cells, and expects <paramref name="changed"/>. Returns the images with other scores.</summary>
    private static int Compare(string device, BnnNetwork network, BnnNetwork changed, int column, Func<uint, uint> change, ulong seed)
    {
        DeviceModel model = SmallDevice.Load(device);
        var cells = new StoredCells(network, model);
        var plain = new PairOfRuns(network, model);
        var altered = new PairOfRuns(network, model, core => Array.ForEach(ClippedLayers, l => cells.ChangeClip(core, l, column, change)));
        var expected = new StoredEvaluator(changed);
        foreach (int layer in ClippedLayers)
        {
            Assert.NotEqual(Bits(plain.Upload.Scales[layer]), Bits(altered.Upload.Scales[layer]));
            Assert.Equal(Bits(expected.Plans[layer].Binarized().Scale), Bits(altered.Upload.Scales[layer]));
            Assert.Equal(expected.Entries[layer], altered.Upload.Thresholds[layer]);
        }

        Assert.Contains(ClippedLayers, l => !plain.Upload.Thresholds[l]!.AsSpan().SequenceEqual(altered.Upload.Thresholds[l]));
        var images = new RandomImages(network, Images, seed);
        float[][] before = plain.Scores(images);
        float[][] after = altered.Scores(images);
        var evaluator = new NaiveEvaluator(network);
        var evaluatorAfter = new NaiveEvaluator(changed);
        for (int i = 0; i < Images; i++)
        {
            Assert.Equal(evaluator.Run(images.Pixels(i)).Scores, before[i]);
            Assert.Equal(evaluatorAfter.Run(images.Pixels(i)).Scores, after[i]);
        }

        return before.Zip(after).Count(p => !p.First.AsSpan().SequenceEqual(p.Second));
    }

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
