using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep status</c>.</summary>
internal sealed class SweepStatusVerb(SweepFolderOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SweepFolder folder = SweepFolder.Open(options.Folder);
        writer.Write(new SweepStatusView(options.Folder, SweepProvenance.Read(folder), SweepResults.Progress(folder), folder.IsComplete));
        return Task.FromResult(ExitCode.Done);
    }
}
