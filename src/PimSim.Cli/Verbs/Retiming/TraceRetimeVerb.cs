namespace PimSim.Cli;

/// <summary><c>trace replay --commands</c>.</summary>
internal sealed class TraceRetimeVerb(TraceRetimeOptions options, TraceRetimeBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        writer.Write(await display.RunAsync(progress => Task.Run(() => backEnd.Retime(options, progress, cancellationToken), cancellationToken)));
        return ExitCode.Done;
    }
}
