using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>regress run</c>: exit code 1 when a case is not as accepted.</summary>
internal sealed class RegressRunVerb(RegressRunOptions options, ProgressDisplay display, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        var clock = new HostClock();
        RegressionSuite suite = RegressionSuite.Load(options.Suite);
        DistinctFiles.Require(("SUITE", options.Suite), ("--junit", options.JUnit));
        AtomicFile.RequireWritable(options.JUnit);
        IReadOnlyList<CaseResult> results = await SuiteRun.RunAsync(suite, options, display, cancellationToken);
        if (options.JUnit is { } file)
        {
            AtomicFile.Write(file, stream => JUnitWriter.Write(stream, Path.GetFileNameWithoutExtension(options.Suite), results));
        }

        RegressRunView view = new(options.Suite, results, clock.Read(options.ThreadCount));
        writer.Write(view);
        return view.Holds ? ExitCode.Done : ExitCode.DoesNotHold;
    }
}
