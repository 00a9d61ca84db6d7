using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep export</c>.</summary>
internal sealed class SweepExportVerb(SweepExportOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SweepFolder folder = SweepFolder.Open(options.Folder);
        DistinctFiles.Require(("RESULT", folder.Results), ("--out", options.File));
        ResultTable table = options.Layers ? SweepResults.Layers(folder) : SweepResults.Points(folder, out _);
        TableExport.Write(table, options.Format, options.File);
        if (!folder.IsComplete)
        {
            writer.Note("the sweep is not finished: these are the points so far");
        }

        writer.Write(new SweepExportView(options.Folder, options.File, options.Format, table.Rows, folder.IsComplete));
        return Task.FromResult(ExitCode.Done);
    }
}
