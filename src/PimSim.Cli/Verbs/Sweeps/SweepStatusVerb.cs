using PimSim.Cluster;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep status</c>.</summary>
internal sealed class SweepStatusVerb(SweepStatusOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SweepFolder folder = SweepFolder.Open(options.Folder);
        SweepStatusView view = new(options.Folder, SweepProvenance.Read(folder), SweepResults.Progress(folder), folder.IsComplete);
        writer.Write(options.Cluster is { } address && !folder.IsComplete ? await AskAsync(view, address, folder, cancellationToken) : view);
        return ExitCode.Done;
    }

    /// <summary>A method of its own, so that without a cluster nothing of it is loaded.</summary>
    private static async Task<IResultView> AskAsync(SweepStatusView view, string address, SweepFolder folder, CancellationToken cancellation)
    {
        var settings = ClusterSettings.Read(address, Environment.GetEnvironmentVariable);
        return new SweepClusterView(view, address, await ClusterStatus.AskAsync(settings, SweepName.Find(folder), cancellation));
    }
}
