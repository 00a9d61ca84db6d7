using System.Runtime.InteropServices;
using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Writes the commands that are issued to a trace.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct RetimeRecorder(CommandTraceWriter writer) : ICommandObserver
{
    /// <inheritdoc/>
    public void OnCommand(int domain, in TimedCommand command) => writer.Add(command);

    /// <inheritdoc/>
    public void OnBarrier(int domain, int number)
    {
    }
}
