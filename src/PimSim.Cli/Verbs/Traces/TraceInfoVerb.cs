using PimSim.Core;
using PimSim.Models;
using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>trace info</c>, for traces of all kinds and formats. A cut trace is shown as far as it goes, with a warning on stderr.</summary>
internal sealed class TraceInfoVerb(TraceOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using TraceFile file = TraceFile.Open(options.File);
        (IResultView view, Diagnostic? truncation) = file.CommandFormat switch
        {
            CommandFormat.Native => Native(file, cancellationToken),
            null => Requests(file, cancellationToken),
            _ => Commands(file, cancellationToken),
        };
        if (truncation is not null)
        {
            writer.Warn([truncation]);
        }

        writer.Write(view);
        return Task.FromResult(ExitCode.Done);
    }

    private (IResultView View, Diagnostic? Truncation) Native(TraceFile file, CancellationToken cancellationToken)
    {
        using CommandTraceReader reader = file.Native();
        TraceInfo info = TraceInfo.Gather(reader, cancellationToken);
        return (new TraceInfoView(options.File, info), info.Truncation);
    }

    private (IResultView View, Diagnostic? Truncation) Requests(TraceFile file, CancellationToken cancellationToken)
    {
        DeviceModel? device = options.Device is null ? null : DeviceModelLoader.Load(options.Device, options.Set);
        RequestTraceSummary summary = TraceFormatBackEnd.RequestInfo(file, options.From, device, cancellationToken);
        return (new RequestInfoView(options.File, summary), summary.Truncation);
    }

    private (IResultView View, Diagnostic? Truncation) Commands(TraceFile file, CancellationToken cancellationToken)
    {
        DeviceModel device = DeviceModelLoader.Load(writer.OrDefault(options.Device, "--device", Defaults.Device), options.Set);
        CommandTraceSummary summary = TraceFormatBackEnd.CommandInfo(file, options.From, device, cancellationToken);
        return (new CommandInfoView(options.File, device, summary), summary.Truncation);
    }
}
