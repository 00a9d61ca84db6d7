using System.Globalization;
using PimSim.Core;
using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>With faults on, the fast path still gives the bits of the reference path.</summary>
public sealed class FaultPathsTests
{
    public static TheoryData<string, string> Cases => new()
    {
        { "hbm", "faults.stuckAtZero=1e-3 faults.stuckAtOne=1e-3 faults.deadRows=0.05 faults.deadColumns=1e-3" },
        { "hbm", "faults.flipsPerWrite=3e-3 faults.ber.thresholds=1e-2 ecc.dataBits=64" },
        { "hbm", "faults.ber.weights=2e-3 faults.ber.activations=1e-2 placement.pixelShards=1" },
        { "hbm", "faults.ber.weights=2e-3 faults.ber.activations=1e-2 placement.pixelShards=2" },
        { "hbm", "faults.retention.distribution=log-normal faults.retention.medianSeconds=1 timing.REFI=39000" },
        { "hbm", "faults.disturb.flipsPerActivation=1e-3 faults.disturb.threshold=1" },
        { "hbm", "faults.flipsPerRead=2e-5" },
        { "hbm", "faults.flipsPerRead=1e-3 faults.stuckAtOne=2e-3 ecc.dataBits=64 placement.pixelShards=2" },
        { "ddr", "faults.flipsPerRead=2e-4 faults.ber.activations=1e-2 faults.stuckAtOne=1e-3 ecc.dataBits=64 ecc.seesPim=false" },
        { "ddr", "faults.stuckAtZero=2e-3 faults.deadRows=0.2 faults.spares.rowsPerBank=2 ecc.dataBits=64" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_paths_agree_bit_for_bit(string device, string faults)
    {
        DeviceModel model = Load(device, faults.Split(' '));
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        var images = new NoiseImages(13, 5, 5, 1);
        var sound = Uploaded(model, placement).Driver.Run(images, new RunOptions(), CancellationToken.None);
        int changed = 0;
        for (ulong seed = 1; seed <= 3; seed++)
        {
            PimDriver driver = Uploaded(model, placement).Driver;
            driver.Expose(seed, images.Count, CancellationToken.None);
            InferenceRun fast = driver.Run(images, new RunOptions { Threads = 2 }, CancellationToken.None);
            InferenceRun reference = driver.Run(images, new RunOptions { Reference = true }, CancellationToken.None);
            Assert.Equal(reference.Scores, fast.Scores);
            Assert.Equal(Text(reference.Faults!), Text(fast.Faults!));
            Assert.Equal(sound.Run.Cycles, fast.Run.Cycles);
            changed += fast.Scores.SequenceEqual(sound.Scores) ? 0 : 1;
        }

        Assert.True(changed > 0);
    }

    [Theory]
    [InlineData("hbm", "faults.stuckAtOne=1e-3 faults.ber.thresholds=1e-3")]
    [InlineData("hbm", "faults.ber.weights=1e-4 faults.ber.activations=1e-3 ecc.dataBits=64")]
    [InlineData("ddr", "faults.deadColumns=1e-3 faults.ber.activations=1e-4")]
    [InlineData("hbm", "faults.flipsPerRead=1e-4")]
    public void A_study_gives_every_seed_what_a_run_of_its_own_gives(string device, string faults)
    {
        DeviceModel model = Load(device, [.. faults.Split(' '), "placement.pixelShards=1"]);
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        var images = new NoiseImages(21, 5, 5, 1);
        (PimDriver driver, PimDevice cells) = Uploaded(model, placement);
        byte[] labels = driver.Run(images, new RunOptions(), CancellationToken.None).Predictions();
        var study = new FaultStudy(driver, placement, cells, images, labels, CancellationToken.None);
        IReadOnlyList<SeedResult> one = study.Run(5, 6, 1, CancellationToken.None);
        IReadOnlyList<SeedResult> two = study.Run(5, 6, 2, CancellationToken.None);
        Assert.Equal(one.Select(r => r.Correct), two.Select(r => r.Correct));
        Assert.Contains(one, r => r.Correct < images.Count);
        foreach (SeedResult seed in one)
        {
            PimDriver alone = Uploaded(model, placement).Driver;
            alone.Expose(seed.Seed, images.Count, CancellationToken.None);
            InferenceRun run = alone.Run(images, new RunOptions(), CancellationToken.None);
            Assert.Equal(run.Predictions().Zip(labels).Count(p => p.First == p.Second), seed.Correct);
            Assert.Equal(Text(run.Faults!), Text(seed.Faults));
        }
    }

    [Fact]
    public void Only_executing_every_command_shows_flips_that_hit_instructions()
    {
        DeviceModel model = Load("hbm", ["faults.flipsPerRead=1e-4", "unit.sequencer=device"]);
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        var images = new NoiseImages(2, 5, 5, 1);
        var driver = new PimDriver(new PimDevice(model, 7), placement);
        driver.Upload(new UploadOptions { Images = images.Count }, CancellationToken.None);
        driver.Expose(1, images.Count, CancellationToken.None);
        UserErrorException refused = Assert.Throws<UserErrorException>(() => driver.Run(images, new RunOptions(), CancellationToken.None));
        Assert.Equal("PIM1203", refused.Diagnostics[0].Code);
        InferenceRun run = driver.Run(images, new RunOptions { Reference = true }, CancellationToken.None);
        Assert.True(run.Faults!.Of(TensorKind.Instructions, FaultMechanism.Read) > 0);
    }

    private static DeviceModel Load(string device, string[] overrides) => device is "hbm"
        ? DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "placement.imagesPerGroup=4", "unit.accumulators=16", .. overrides])
        : DeviceModelLoader.Load("ddr4-2400-pim", ["organization.bankGroups=2", "placement.imagesPerGroup=3", "unit.accumulators=8", .. overrides]);

    private static (PimDriver Driver, PimDevice Device) Uploaded(DeviceModel model, Placement placement)
    {
        var device = new PimDevice(model, 7);
        var driver = new PimDriver(device, placement);
        driver.Upload(new UploadOptions(), CancellationToken.None);
        return (driver, device);
    }

    private static string Text(FaultCounts counts) => string.Join(' ', Enum.GetValues<TensorKind>().SelectMany(k => Enum.GetValues<FaultMechanism>()
        .Select(m => counts.Of(k, m)).Append(counts.Bits(k)).Append(counts.Wrong(k)))
        .Append(counts.Corrections.Corrected).Append(counts.Corrections.Detected).Append(counts.RepairedRows).Append(counts.UnrepairedRows)
        .Select(n => n.ToString(CultureInfo.InvariantCulture)));
}
