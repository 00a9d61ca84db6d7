using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>A command in one channel: when, which domain of the channel, which bank.</summary>
internal sealed record PlacedCommand(long Cycle, CommandSpec Command, int Domain, int Bank, int Count)
{
    public override string ToString() => $"{Command.Name}@{Cycle} (domain {Domain}, bank {Bank}, n {Count})";

    /// <summary>The commands that a run issued in one channel, by cycle; equal cycles stay in the order of issue.</summary>
    public static List<PlacedCommand> Of(DeviceModel model, IEnumerable<(int Domain, TimedCommand Command)> issued, int channel) =>
        [.. issued.Where(i => i.Command.Channel == channel)
            .Select(i => new PlacedCommand(
                i.Command.Cycle,
                model.Standard.Commands[i.Command.Command],
                i.Domain % model.Organization.DomainsPerChannel,
                i.Command.Operands.Bank,
                i.Command.Operands.Count))
            .OrderBy(c => c.Cycle)];
}
