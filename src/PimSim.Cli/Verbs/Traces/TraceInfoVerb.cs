using PimSim.Traces;

namespace PimSim.Cli;

/// <summary><c>trace info</c>. A cut trace is shown as far as it goes, with a warning on stderr.</summary>
internal sealed class TraceInfoVerb(TraceOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using CommandTraceReader reader = CommandTraceReader.Open(options.File);
        TraceInfo info = TraceInfo.Gather(reader, cancellationToken);
        if (info.Truncation is { } truncation)
        {
            writer.Warn([truncation]);
        }

        writer.Write(new TraceInfoView(options.File, info));
        return Task.FromResult(ExitCode.Done);
    }
}
