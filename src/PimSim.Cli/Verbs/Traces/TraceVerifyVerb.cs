namespace PimSim.Cli;

/// <summary><c>trace verify</c>: exit code 1 when a command violates a rule.</summary>
internal sealed class TraceVerifyVerb(TraceVerifyOptions options, ITraceVerificationBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TraceVerifyView view = await display.RunAsync(progress => backEnd.VerifyAsync(options, progress, cancellationToken));
        writer.Write(view);
        return view.Result.Violations == 0 ? ExitCode.Done : ExitCode.DoesNotHold;
    }
}
