using PimSim.Core;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>
/// An inference without units, against bytes counted by hand. In bursts of 32 bytes: the real layer has 36 of weights, 8 in
/// and 5 out an image (1152, 256 and 144 bytes); the binary one 72 (2304 bytes), 5 and 4 (128 bytes).
/// </summary>
public sealed class PlainInferenceTests
{
    private static readonly Workload Small = new(
        "small", [Operations.Real(Operations.Shape(8, 8, 1, 32, 3)), Operations.Binary(Operations.Shape(6, 6, 32, 64, 3), 1)]);

    [Fact]
    public void What_fits_the_cache_moves_once()
    {
        PlainInferenceRun run = Run(10);
        Assert.Equal(2048 * 1024, run.CacheBytes);
        Assert.Equal(32 * (36 + 72 + (10 * (8 + 4))), run.Bytes);
        Assert.Equal(
            [
                new PlainLayer("real0", 0, PlainOrder.WeightsStay, 1152, 2560, 0),
                new PlainLayer("binary1", 0, PlainOrder.WeightsStay, 2304, 0, 1280),
            ],
            run.Layers);
        Assert.Equal(36 + 72 + 80, run.Replay.Reads);
        Assert.Equal(40, run.Replay.Writes);
    }

    /// <summary>Half of the cache holds 16 bursts: weights are cut into 3 and 5 parts, for each of which all inputs pass.</summary>
    [Fact]
    public void Weights_that_do_not_fit_are_cut_into_parts()
    {
        PlainInferenceRun run = Run(10, "host.cacheKiB=1");
        Assert.Equal(
            [
                new PlainLayer("real0", 0, PlainOrder.WeightsStay, 1152, 3 * 2560, 1600),
                new PlainLayer("binary1", 1, PlainOrder.WeightsStay, 2304, 5 * 1600, 1280),
            ],
            run.Layers);
        Assert.Equal(22016, run.Bytes);
        Assert.Equal(run.Bytes, 32 * (run.Replay.Reads + run.Replay.Writes));
        Assert.Equal(50 + 40, run.Replay.Writes);
    }

    /// <summary>Half of the cache holds 64 bursts, less than the weights, but 4 images with 13 bursts in and out.</summary>
    [Fact]
    public void A_block_of_images_stays_where_that_moves_less()
    {
        PlainInferenceRun run = Run(4, "host.cacheKiB=4");
        Assert.Equal(
            [
                new PlainLayer("real0", 0, PlainOrder.ActivationsStay, 1152, 1024, 0),
                new PlainLayer("binary1", 0, PlainOrder.ActivationsStay, 2304, 0, 512),
            ],
            run.Layers);
        Assert.Equal(32 * 156, run.Bytes);
    }

    [Fact]
    public void A_larger_cache_never_moves_more()
    {
        long[] bytes = [.. new[] { 1, 2, 3, 4, 6, 8, 16, 2048 }.Select(k => Run(10, $"host.cacheKiB={k}").Bytes)];
        Assert.Equal(bytes.OrderDescending(), bytes);
        Assert.True(bytes[0] > bytes[3] && bytes[3] > bytes[^1]);
    }

    [Fact]
    public void Channels_work_at_once_and_the_host_is_charged()
    {
        const int images = 2000;
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        PlainInferenceRun run = Run(images);
        long bursts = 108 + (12 * images);
        int channels = model.Organization.Channels * model.Organization.PseudoChannels;
        Assert.InRange(run.Replay.Cycles, bursts / channels * 2, bursts);
        Assert.Equal((Int128)(36 * 32 * 9) * images * model.HostAjPerMac, run.HostAj);
        Int128 standby = (Int128)run.Replay.Cycles * channels * model.Energy!.PrechargedStandbyAjPerCycle;
        int read = model.Standard.FindCommand("RD");
        Int128 reads = (Int128)run.Replay.Reads * model.Energy.ByCommand[read].Sum(e => e.FixedAj);
        Assert.True(run.EnergyAj > run.HostAj + standby + reads);
    }

    [Fact]
    public void Without_currents_there_is_no_energy()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-pim-fp16", []);
        Assert.Null(PlainInference.Run(model, Small, 2, TestContext.Current.CancellationToken).EnergyAj);
    }

    [Theory]
    [InlineData("PIM0723", 2_000_000, "lower --images", "organization.rows=32768")]
    [InlineData("PIM0724", 1, "'real0': half of it holds 16 bursts", "host.cacheKiB=1")]
    [InlineData("PIM0725", 10_000, "take a larger device", "organization.channels=1", "organization.pseudoChannels=1", "organization.rows=64")]
    public void What_cannot_be_run_is_refused(string code, int images, string figure, params string[] changes)
    {
        Workload workload = code == "PIM0724" ? new Workload("wide", [Operations.Real(Operations.Shape(8, 64, 1, 8, 3))]) : Small;
        UserErrorException fault = Assert.Throws<UserErrorException>(
            () => PlainInference.Run(DeviceModelLoader.Load("hbm2-2000-pim", changes), workload, images, TestContext.Current.CancellationToken));
        Assert.Contains(fault.Diagnostics, d => d.Code == code && d.ToString().Contains(figure, StringComparison.Ordinal));
    }

    private static PlainInferenceRun Run(int images, params string[] changes) =>
        PlainInference.Run(DeviceModelLoader.Load("hbm2-2000-pim", changes), Small, images, TestContext.Current.CancellationToken);
}
