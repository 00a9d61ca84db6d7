using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Uploads and runs of either path go together.</summary>
public sealed class PathsTests
{
    [Theory]
    [InlineData("hbm2-2000-pim", "organization.channels=1", false)]
    [InlineData("hbm2-2000-pim", "organization.channels=1", true)]
    [InlineData("ddr4-2400-pim", "organization.channels=2", true)]
    public void Both_uploads_serve_both_paths(string name, string size, bool clip)
    {
        DeviceModel model = DeviceModelLoader.Load(name, [size, "placement.pixelShards=2", "placement.imagesPerGroup=2"]);
        var images = new NoiseImages(5, 5, 5, 1);
        float[]? scores = null;
        foreach (bool uploaded in (bool[])[false, true])
        {
            foreach (bool run in (bool[])[false, true])
            {
                var placement = Placement.Create(model, Operations.Chain(clip));
                var driver = new PimDriver(new PimDevice(model, 7), placement);
                driver.Upload(new UploadOptions { Reference = uploaded }, CancellationToken.None);
                float[] found = driver.Run(images, new RunOptions { Reference = run }, CancellationToken.None).Scores;
                scores ??= found;
                Assert.Equal(scores, found);
            }
        }

        Assert.True(scores!.Distinct().Count() > 5);
    }

    [Fact]
    public void A_cancelled_run_stops()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", []);
        var driver = new PimDriver(new PimDevice(model, 7), Placement.Create(model, Operations.Chain(clip: false)));
        Assert.ThrowsAny<OperationCanceledException>(() => driver.Upload(new UploadOptions(), new CancellationToken(canceled: true)));
        driver.Upload(new UploadOptions(), CancellationToken.None);
        foreach (bool reference in (bool[])[false, true])
        {
            Assert.ThrowsAny<OperationCanceledException>(
                () => driver.Run(new NoiseImages(3, 5, 5, 1), new RunOptions { Reference = reference }, new CancellationToken(canceled: true)));
        }
    }

    /// <summary>Cells that differ between domains show only in the images of those domains' teams.</summary>
    [Fact]
    public void A_fault_in_one_domain_shows_in_its_images_only()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["organization.channels=1", "placement.pixelShards=1"]);
        var placement = Placement.Create(model, Operations.Chain(clip: false));
        var device = new PimDevice(model, 7);
        var driver = new PimDriver(device, placement);
        driver.Upload(new UploadOptions(), CancellationToken.None);
        var images = new NoiseImages(9, 5, 5, 1);
        InferenceRun before = driver.Run(images, new RunOptions(), CancellationToken.None);

        // The sign of a weight of the last layer, so that scores must change.
        Tile tile = placement.Layers[^1].Tiles[0];
        device.Cores[1].Cells.Flip(new RowAddress(0, tile.FirstRow), 2, 31);
        float[] fast = driver.Run(images, new RunOptions { Threads = 2 }, CancellationToken.None).Scores;
        float[] reference = driver.Run(images, new RunOptions { Reference = true }, CancellationToken.None).Scores;
        Assert.Equal(reference, fast);
        int first = 5 * before.Outputs;
        Assert.Equal(before.Scores[..first], fast[..first]);
        for (int i = 5; i < 9; i++)
        {
            Assert.NotEqual(before.Scores[i * before.Outputs], fast[i * before.Outputs]);
        }
    }
}
