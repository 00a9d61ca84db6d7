using PimSim.Models;

namespace PimSim.Device;

/// <summary>Watches what a controller issues; it must not answer back.</summary>
public interface ICommandObserver
{
    /// <summary>A command was issued in domain <paramref name="domain"/> (numbered through the device).</summary>
    void OnCommand(int domain, in TimedCommand command);

    /// <summary>A domain passes barrier <paramref name="number"/>; the host has what was read out before it.</summary>
    void OnBarrier(int domain, int number);
}
