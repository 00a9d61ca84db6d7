using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>A native command trace without its bus data.</summary>
internal sealed class NativeCommandReader : ICommandReader
{
    private readonly CommandTraceReader reader;
    private readonly IEnumerator<TracedCommand> commands;

    /// <exception cref="UserErrorException">As <see cref="CommandTraceReader(Stream, string)"/>.</exception>
    public NativeCommandReader(TraceInput input, DeviceModel device)
    {
        reader = new CommandTraceReader(input, input.FileName);
        commands = reader.ReadAll(device, needsData: false).GetEnumerator();
    }

    public double ClockPs => this.reader.Header.ClockPs;

    /// <inheritdoc/>
    public Diagnostic? Truncation => this.reader.Truncation;

    /// <inheritdoc/>
    public int Read(Span<TimedCommand> buffer)
    {
        int count = 0;
        while (count < buffer.Length && this.commands.MoveNext())
        {
            buffer[count] = this.commands.Current.Command;
            count++;
        }

        return count;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        this.commands.Dispose();
        this.reader.Dispose();
    }
}
