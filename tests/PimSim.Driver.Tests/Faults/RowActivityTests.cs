using PimSim.Device;
using PimSim.Models;

namespace PimSim.Driver.Tests;

/// <summary>Activates are counted for the rows that they open.</summary>
public sealed class RowActivityTests
{
    [Fact]
    public void Rows_that_a_loop_steps_through_share_its_activates()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["faults.disturb.flipsPerActivation=1e-3"]);
        var commands = new PimCommands(model);
        var builder = new ProgramBuilder(1);
        builder.Command(commands.ActivateAll, new CommandOperands { Row = 7 });
        builder.Loop(3, () => builder.Loop(5, () => builder.Loop(2, () =>
        {
            builder.Command(commands.ActivateAll, new CommandOperands { Row = 10 }, new OperandStride(0, OperandField.Row, 100), new OperandStride(2, OperandField.Row, 1));
            builder.Command(commands.PrechargeAll, default);
        })));
        IReadOnlyDictionary<int, double> activates = RowActivity.PerWindow(model, [builder.Build()], cycles: 1);
        Assert.Equal([7, 10, 11, 110, 111, 210, 211], activates.Keys.Order());
        Assert.Equal(1, activates[7]);
        Assert.All(activates.Where(a => a.Key > 7), a => Assert.Equal(5, a.Value));
    }

    [Fact]
    public void The_busiest_domain_counts_over_the_windows_of_the_run()
    {
        DeviceModel model = DeviceModelLoader.Load("hbm2-2000-pim", ["faults.disturb.flipsPerActivation=1e-3"]);
        PimProgram Opening(int row, int times)
        {
            var builder = new ProgramBuilder(1);
            builder.Loop(times, () => builder.Command(new PimCommands(model).ActivateAll, new CommandOperands { Row = row }));
            return builder.Build();
        }

        long window = model.RefreshIntervalCycles * 8192;
        IReadOnlyDictionary<int, double> activates = RowActivity.PerWindow(model, [Opening(3, 8), Opening(3, 12), Opening(4, 2)], 4 * window);
        Assert.Equal(3, activates[3]);
        Assert.Equal(0.5, activates[4]);
    }
}
