using PimSim.Core;

namespace PimSim.Cli;

/// <summary><c>report</c>.</summary>
internal sealed class ReportVerb(ReportOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DistinctFiles.Require(("FILE", options.File), ("--out", options.Page));
        TrainingCurves curves = TrainingCurves.Load(options.File);
        byte[] page = TrainingReport.Make(curves);
        AtomicFile.Write(options.Page, stream => stream.Write(page));
        writer.Write(new ReportView(options.File, options.Page, curves.Method, curves.Epochs.Count, curves.LastStep));
        return Task.FromResult(ExitCode.Done);
    }
}
