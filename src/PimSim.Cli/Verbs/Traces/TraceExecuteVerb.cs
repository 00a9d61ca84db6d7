namespace PimSim.Cli;

/// <summary><c>trace execute</c>: exit code 1 when something read out differs from what was recorded.</summary>
internal sealed class TraceExecuteVerb(TraceExecuteOptions options, ITraceExecutionBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TraceExecuteView view = await display.RunAsync(progress => backEnd.ExecuteAsync(options, progress, cancellationToken));
        writer.Write(view);
        return view.ReadOutsDiffering == 0 ? ExitCode.Done : ExitCode.DoesNotHold;
    }
}
