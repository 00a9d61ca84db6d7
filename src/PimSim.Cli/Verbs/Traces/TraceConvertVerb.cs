namespace PimSim.Cli;

/// <summary><c>trace convert</c>.</summary>
internal sealed class TraceConvertVerb(TraceConvertOptions options, TraceFormatBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        writer.Write(await display.RunAsync(progress => Task.Run(() => backEnd.Convert(options, progress, cancellationToken), cancellationToken)));
        return ExitCode.Done;
    }
}
