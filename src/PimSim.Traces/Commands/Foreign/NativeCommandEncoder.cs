using PimSim.Models;

namespace PimSim.Traces;

/// <summary>Writes a native trace without bus data.</summary>
internal sealed class NativeCommandEncoder(Stream stream, CommandTraceHeader header) : ICommandEncoder
{
    private readonly CommandTraceWriter writer = new(stream, header);

    public void Add(in TimedCommand command) => this.writer.Add(command);

    public void Complete() => this.writer.Complete();

    public void Dispose() => this.writer.Dispose();
}
