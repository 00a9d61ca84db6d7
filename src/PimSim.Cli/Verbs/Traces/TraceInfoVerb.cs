using PimSim.Core;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>trace info</c>, for traces of all kinds and formats. A cut trace is shown as far as it goes, with a warning on stderr.</summary>
internal sealed class TraceInfoVerb(TraceOptions options, TraceFormatBackEnd backEnd, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        (IResultView view, Diagnostic? truncation) = CommandTraces.FormatOf(options.File) switch
        {
            CommandFormat.Native => Native(cancellationToken),
            null => Requests(cancellationToken),
            _ => Commands(cancellationToken),
        };
        if (truncation is not null)
        {
            writer.Warn([truncation]);
        }

        writer.Write(view);
        return Task.FromResult(ExitCode.Done);
    }

    private (IResultView View, Diagnostic? Truncation) Native(CancellationToken cancellationToken)
    {
        using CommandTraceReader reader = CommandTraceReader.Open(options.File);
        TraceInfo info = TraceInfo.Gather(reader, cancellationToken);
        return (new TraceInfoView(options.File, info), info.Truncation);
    }

    private (IResultView View, Diagnostic? Truncation) Requests(CancellationToken cancellationToken)
    {
        DeviceModel? device = options.Device is null ? null : DeviceModelLoader.Load(options.Device, options.Set);
        RequestTraceSummary summary = backEnd.RequestInfo(options.File, options.From, device, cancellationToken);
        return (new RequestInfoView(options.File, summary), summary.Truncation);
    }

    private (IResultView View, Diagnostic? Truncation) Commands(CancellationToken cancellationToken)
    {
        DeviceModel device = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        CommandTraceSummary summary = backEnd.CommandInfo(options.File, options.From, device, cancellationToken);
        return (new CommandInfoView(options.File, device, summary), summary.Truncation);
    }
}
