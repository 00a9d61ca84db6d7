using PimSim.Cluster;
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
        Func<IProgress<SweepProgress>, SweepSummary> run = options.Cluster is { } address
            ? OnCluster(address, sweep, cancellationToken)
            : progress => sweep.Run(progress, cancellationToken);
        try
        {
            SweepSummary summary = await display.RunAsync<WorkProgress, SweepSummary>(
                ProgressLine.Draw,
                ProgressLine.Text,
                progress => Task.Run(() => run(new SweepProgressSource(progress)), CancellationToken.None));
            writer.Write(new SweepRunView(options.Folder, summary, clock.Read(settings.Threads)));
            return ExitCode.Done;
        }
        catch (Exception e) when (e is OperationCanceledException or UserErrorException)
        {
            writer.Note($"finished points are kept; go on with {ProgramName.Typed} sweep resume {options.Folder}");
            throw;
        }
    }

    /// <summary>A method of its own, so that without a cluster nothing of it is loaded.</summary>
    private Func<IProgress<SweepProgress>, SweepSummary> OnCluster(string address, Sweep sweep, CancellationToken cancellationToken)
    {
        var settings = ClusterSettings.Read(address, Environment.GetEnvironmentVariable);
        ClusterExecutor executor = new(settings, SweepName.FindOrMake(sweep.Folder), writer.Note);
        return progress =>
        {
            SweepSummary summary = sweep.Run(executor, progress, cancellationToken);
            SweepName.Forget(sweep.Folder);
            return summary;
        };
    }
}
