using PimSim.Core;

namespace PimSim.Cli;

/// <summary><c>trace replay</c>.</summary>
internal sealed class TraceReplayVerb(TraceReplayOptions options, TraceReplayBackEnd backEnd, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        TraceReplayView view = await display.RunAsync<ReplayProgress, TraceReplayView>(
            report => ProgressLine.Draw(report.ToWork()),
            report => ProgressLine.Text(report.ToWork()),
            progress => Task.Run(() => backEnd.Replay(options, progress, cancellationToken), cancellationToken));
        if (options.Html is not null)
        {
            AtomicFile.Write(options.Html, file => file.Write(ReplayReport.Make(view)));
        }

        writer.Write(view);
        return ExitCode.Done;
    }
}
