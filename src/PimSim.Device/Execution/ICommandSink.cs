using PimSim.Models;

namespace PimSim.Device;

/// <summary>Keeps executed commands with what they moved over the bus.</summary>
public interface ICommandSink
{
    /// <summary>One executed command.</summary>
    /// <param name="command">What was issued, and when.</param>
    /// <param name="input">The burst that the host put on the bus, or empty.</param>
    /// <param name="output">The burst that the device put on the bus, or empty.</param>
    void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output);
}
