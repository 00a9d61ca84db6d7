using PimSim.Core;
using PimSim.Driver;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Random networks of every kind of layer on devices with every kind of fault: both paths give the same scores.</summary>
public sealed class FaultyNetworkTests
{
    private const string Cells = "faults.stuckAtOne=1e-3 faults.flipsPerWrite=1e-3 faults.deadColumns=1e-3 faults.ber.activations=3e-3";
    private const string Reads = "faults.flipsPerRead=3e-3 faults.stuckAtZero=1e-3 ecc.dataBits=64";

    [Theory]
    [InlineData("hbm", Cells)]
    [InlineData("hbm", Reads)]
    [InlineData("ddr", Cells)]
    [InlineData("ddr", Reads)]
    public void Chains(string device, string faults) => Compare(device, faults, seed => seed % 3 == 0 ? RandomNetwork.MakeFolded(seed) : RandomNetwork.Make(seed), 8);

    [Theory]
    [InlineData("hbm", Cells)]
    [InlineData("ddr", Reads)]
    public void Graphs(string device, string faults) => Compare(device, faults, ResidualNetwork.Make, 6);

    private static void Compare(string device, string faults, Func<ulong, BnnNetwork> make, int count)
    {
        DeviceModel model = SmallDevice.Load(device, [.. faults.Split(' '), "placement.pixelShards=0"]);
        int ran = 0;
        int changed = 0;
        for (ulong seed = 4000; ran < count; seed++)
        {
            BnnNetwork network = make(seed);
            DeviceRun fast;
            try
            {
                fast = new DeviceRun(network, model, reference: false);
            }
            catch (UserErrorException e) when (e.Diagnostics.All(d => d.Code is "PIM0420" or "PIM0450" or "PIM0451" or "PIM0706" or "PIM0703" or "PIM0705" or "PIM0704" or "PIM1085"))
            {
                continue;
            }

            ran++;
            var images = new RandomImages(network, 3, seed);
            InferenceRun sound = fast.Run(images);
            DeviceRun reference = new(network, model, reference: true);
            fast.Driver.Expose(seed, images.Count, CancellationToken.None);
            reference.Driver.Expose(seed, images.Count, CancellationToken.None);
            InferenceRun run = fast.Run(images, threads: 2);
            Assert.Equal(reference.Run(images).Scores, run.Scores);
            changed += run.Scores.SequenceEqual(sound.Scores) ? 0 : 1;
        }

        Assert.True(changed > 0);
    }
}
