using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary>Runs a suite's cases with a line of progress.</summary>
internal static class SuiteRun
{
    public static async Task<IReadOnlyList<CaseResult>> RunAsync(RegressionSuite suite, RegressOptions options, ProgressDisplay display, CancellationToken cancellation)
    {
        IReadOnlyList<RegressionCase> cases = suite.Select(options.Cases);
        return await display.RunAsync(progress =>
        {
            var counted = new CountingProgress(progress, cases.Count);
            return Task.Run(() => SuiteRunner.Run(suite, cases, options.ThreadCount, counted, cancellation), cancellation);
        });
    }

    private sealed class CountingProgress(IProgress<WorkProgress> progress, int total) : IProgress<CaseResult>
    {
        private int done;

        public void Report(CaseResult value) => progress.Report(new WorkProgress("cases", Interlocked.Increment(ref done), total, value.Case.Name));
    }
}
