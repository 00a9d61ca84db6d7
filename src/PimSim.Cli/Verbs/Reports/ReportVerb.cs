using System.Text.Json;
using PimSim.Core;

namespace PimSim.Cli;

/// <summary><c>report</c>.</summary>
internal sealed class ReportVerb(ReportOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        DistinctFiles.Require(("FILE", options.File), ("--out", options.Page));
        (byte[] page, ReportView view) = Directory.Exists(options.File)
            ? (SweepReport.Make(options.File), new ReportView(options.File, options.Page, "sweep", null))
            : ResultDocument.TryLoad(options.File) is (InferenceReport.Schema, JsonElement root)
            ? (InferenceReport.Make(options.File, root), new ReportView(options.File, options.Page, "inference", null))
            : Training();
        AtomicFile.Write(options.Page, stream => stream.Write(page));
        writer.Write(view);
        return Task.FromResult(ExitCode.Done);
    }

    private (byte[] Page, ReportView View) Training()
    {
        TrainingCurves curves = TrainingCurves.Load(options.File);
        return (TrainingReport.Make(curves), new ReportView(options.File, options.Page, "training", curves));
    }
}
