using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>regress accept</c>.</summary>
internal sealed class RegressAcceptVerb(RegressAcceptOptions options, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        RegressionSuite suite = RegressionSuite.Load(options.Suite);
        AtomicFile.RequireWritable(suite.AcceptedFile);
        IReadOnlyList<CaseResult> results = await SuiteRun.RunAsync(suite, options, display, cancellationToken);
        IReadOnlyList<string> changed = SuiteRunner.Accept(suite, results, options.Reason);
        writer.Write(new RegressAcceptView(suite.AcceptedFile, options.Reason, results, changed));
        return ExitCode.Done;
    }
}
