using PimSim.Device;
using PimSim.Models;

namespace PimSim.Bnn.Tests;

/// <summary>Keeps executed commands in memory.</summary>
internal sealed class RecordingSink : ICommandSink
{
    public List<RecordedCommand> Commands { get; } = [];

    public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) =>
        Commands.Add(new RecordedCommand(command, input.ToArray(), output.ToArray()));
}
