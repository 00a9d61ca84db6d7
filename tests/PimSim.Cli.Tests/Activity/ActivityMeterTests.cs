using PimSim.Models;

namespace PimSim.Cli.Tests.Activity;

/// <summary>Shares of slices, counted by hand.</summary>
public sealed class ActivityMeterTests
{
    private static readonly DeviceModel Model = DeviceModelLoader.Load("hbm2-2000-pim", []);

    [Fact]
    public void Bursts_fall_into_the_slices_of_their_data()
    {
        CommandSpec read = Model.Standard.Commands[Model.Standard.FindCommand("RD")];
        long burst = Model.Standard.Parameters["BL"];
        ActivityMeter meter = new(Model, 1000, 10);

        // Data from 2 cycles before the end of the first slice on.
        meter.OnCommand(new TimedCommand(100 - 1 - (read.DataEndCycles - burst), (short)read.Id, 1, 1, 0, default));
        ActivityView view = meter.Complete();
        Assert.Equal(100, view.BinCycles);
        double[] shares = view.Bus.Single(b => b.Key == "1.1").Value;
        Assert.Equal(10, shares.Length);
        Assert.Equal([0.01, (burst - 1) / 100.0], shares[..2]);
        Assert.All(view.Bus.Where(b => b.Key != "1.1"), b => Assert.All(b.Value, s => Assert.Equal(0, s)));
    }

    [Fact]
    public void Rows_are_open_from_activate_to_precharge_or_the_end()
    {
        ActivityMeter meter = new(Model, 950, 10);
        CommandOperands bank = new() { Bank = 3 };
        meter.OnCommand(new TimedCommand(50, (short)Model.Standard.FindCommand("ACT"), 0, 0, 0, bank));
        meter.OnCommand(new TimedCommand(200, (short)Model.Standard.FindCommand("PREpb"), 0, 0, 0, bank));
        meter.OnCommand(new TimedCommand(900, (short)Model.Standard.FindCommand("ACT"), 0, 0, 0, bank));
        ActivityView view = meter.Complete();
        double of = Model.Organization.Channels * Model.Organization.PseudoChannels;
        double[] shares = view.Banks[3].Value;
        Assert.Equal(95, view.BinCycles);
        Assert.Equal(45 / (95 * of), shares[0], 1e-12);
        Assert.Equal(1 / of, shares[1], 1e-12);
        Assert.Equal(10 / (95 * of), shares[2], 1e-12);
        Assert.Equal(50 / (95 * of), shares[9], 1e-12);
        Assert.Equal(0, shares[3..9].Sum());
    }

    [Fact]
    public void Units_are_busy_as_long_as_a_command_keeps_them()
    {
        int id = Model.Standard.FindCommand(PimOperation.XnorAccumulate);
        ActivityMeter meter = new(Model, 100, 1);
        meter.OnCommand(new TimedCommand(10, (short)id, 0, 0, 0, new CommandOperands { Count = 8 }));
        Assert.Equal(0.08, meter.Complete().Units[0].Value[0], 1e-12);
    }
}
