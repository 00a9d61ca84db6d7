namespace PimSim.Models;

/// <summary>Gives the commands of a trace in its order, numbered as in a device's standard, many at a time.</summary>
public interface ICommandSource : IDisposable
{
    /// <summary>Fills the front of <paramref name="buffer"/> and returns how many; 0 only at the end.</summary>
    /// <exception cref="Core.UserErrorException">The source is damaged or does not fit the device.</exception>
    int Read(Span<TimedCommand> buffer);
}
