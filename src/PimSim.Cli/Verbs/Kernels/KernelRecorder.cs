using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>
/// Writes the commands of a kernel to a trace. Data stay out: operands and results lie in the cells, and what comes over the
/// bus means nothing without them.
/// </summary>
internal sealed class KernelRecorder(CommandTraceWriter file) : ICommandSink
{
    /// <inheritdoc/>
    public void Record(in TimedCommand command, ReadOnlySpan<byte> input, ReadOnlySpan<byte> output) => file.Add(command);
}
