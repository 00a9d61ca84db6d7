using PimSim.Models;

namespace PimSim.Traces;

/// <summary>
/// The row that was opened last in every bank: other simulators write it beside every command of the bank, ours only beside
/// the one that opens it.
/// </summary>
internal sealed class OpenRows(DeviceModel device)
{
    private readonly int[] rows = new int[device.Organization.Domains * device.Organization.Banks];

    /// <summary>The row that a command to a bank means.</summary>
    public int Of(in TimedCommand command)
    {
        Organization o = device.Organization;
        int domain = (((command.Channel * o.PseudoChannels) + command.PseudoChannel) * o.Ranks) + command.Rank;
        ref int row = ref this.rows[(domain * o.Banks) + command.Operands.Bank];
        if (device.Standard.Commands[command.Command].Effects.HasFlag(CommandEffects.Opens))
        {
            row = command.Operands.Row;
        }

        return row;
    }
}
