using PimSim.Models;

namespace PimSim.Device.Tests;

/// <summary>Keeps what a controller issues, and when domains pass barriers.</summary>
internal readonly record struct Recorder(List<(int Domain, TimedCommand Command)> Issued, List<(int Domain, int Number)> Barriers) : ICommandObserver
{
    public static Recorder Create() => new([], []);

    public void OnCommand(int domain, in TimedCommand command) => Issued.Add((domain, command));

    public void OnBarrier(int domain, int number) => Barriers.Add((domain, number));

    /// <summary>The commands of one domain as <c>NAME@cycle</c>.</summary>
    public string[] Listing(DeviceModel model, int domain) =>
        [.. Issued.Where(i => i.Domain == domain).Select(i => $"{model.Standard.Commands[i.Command.Command].Name}@{i.Command.Cycle}")];
}
