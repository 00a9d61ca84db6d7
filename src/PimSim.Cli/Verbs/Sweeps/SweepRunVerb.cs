using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep run</c> and <c>sweep resume</c>.</summary>
internal sealed class SweepRunVerb(SweepRunOptions options, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        SweepOptions settings = new() { Threads = options.Threads ?? Environment.ProcessorCount, MaxPoints = options.MaxPoints };
        Sweep sweep = options.Space is { } space
            ? Sweep.Create(SpaceReader.Load(space, options.MaxPoints), options.Folder, $"pimsim sweep run {space}", settings)
            : Sweep.Resume(options.Folder, settings);
        try
        {
            SweepSummary summary = await display.RunAsync<WorkProgress, SweepSummary>(
                ProgressLine.Draw,
                ProgressLine.Text,
                progress => Task.Run(() => sweep.Run(new SweepProgressSource(progress), cancellationToken), CancellationToken.None));
            writer.Write(new SweepRunView(options.Folder, summary, clock.Read(settings.Threads)));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is OperationCanceledException or UserErrorException)
        {
            writer.Note($"finished points are kept; go on with {ProgramName.Typed} sweep resume {options.Folder}");
            throw;
        }
    }
}
