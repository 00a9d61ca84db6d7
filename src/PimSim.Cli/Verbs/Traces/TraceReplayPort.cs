using PimSim.Device;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary>Feeds recorded bus data to the device and compares what it puts on the bus with what was recorded.</summary>
internal sealed class TraceReplayPort : IHostPort
{
    private readonly CommandSpec[] commands;
    private ReadOnlyMemory<byte> input;
    private TracedCommand current;

    public TraceReplayPort(DeviceModel model, CommandTraceHeader header, string file)
    {
        commands = [.. model.Standard.Commands];
        Streams = new ResultStreamAssembler(header, model.Organization, file);
    }

    /// <summary>What the read-outs fill.</summary>
    public ResultStreamAssembler Streams { get; }

    public long Executed { get; private set; }

    public long ReadOuts { get; private set; }

    public long Compared { get; private set; }

    public long Differing { get; private set; }

    public long? FirstDifference { get; private set; }

    public void Execute(DomainCore core, in TracedCommand traced)
    {
        current = traced;
        input = commands[traced.Command.Command].Effects.HasFlag(CommandEffects.BusIn) ? traced.Payload : default;
        core.Execute(traced.Command, this);
        Executed++;
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> NextInput(int domain) => input.Span;

    /// <inheritdoc/>
    public void OnOutput(int domain, ReadOnlySpan<byte> burst)
    {
        ReadOuts++;
        Streams.Accept(burst, current.Slices.Span);
        if (current.Payload.IsEmpty)
        {
            return;
        }

        Compared++;
        if (!burst.SequenceEqual(current.Payload.Span))
        {
            Differing++;
            FirstDifference ??= Executed;
        }
    }
}
