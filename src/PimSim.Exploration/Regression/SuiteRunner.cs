using System.Diagnostics;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>Runs the cases of a suite side by side.</summary>
public static class SuiteRunner
{
    /// <summary>Runs cases and compares them with what was accepted.</summary>
    /// <param name="suite">The suite.</param>
    /// <param name="cases">Some of its cases.</param>
    /// <param name="threads">Cases at a time; changes no result.</param>
    /// <param name="finished">Told of each case when it is done, in any order; null for nobody.</param>
    /// <param name="cancellation">Stops the run.</param>
    /// <returns>Results in the order of <paramref name="cases"/>. A case that cannot be run does not stop the others.</returns>
    /// <exception cref="UserErrorException">PIM1303: the file of accepted values is damaged.</exception>
    public static IReadOnlyList<CaseResult> Run(RegressionSuite suite, IReadOnlyList<RegressionCase> cases, int threads, IProgress<CaseResult>? finished, CancellationToken cancellation)
    {
        IReadOnlyDictionary<string, AcceptedCase> accepted = AcceptedValues.Load(suite.AcceptedFile);
        CaseResult[] results = new CaseResult[cases.Count];
        int degree = Math.Max(1, threads);
        int perCase = Math.Max(1, degree / Math.Max(1, cases.Count));
        Parallel.For(0, cases.Count, new ParallelOptions { MaxDegreeOfParallelism = degree, CancellationToken = cancellation }, i =>
        {
            results[i] = Run(cases[i], accepted.GetValueOrDefault(cases[i].Name), perCase, cancellation);
            finished?.Report(results[i]);
        });
        return results;
    }

    /// <summary>
    /// Takes what cases gave for right from now on. Cases of the file that are not among <paramref name="results"/> keep their values;
    /// values of cases that the suite no longer has are dropped.
    /// </summary>
    /// <param name="suite">The suite.</param>
    /// <param name="results">Results of a run.</param>
    /// <param name="reason">Why, for those who read the file later.</param>
    /// <returns>Names of the cases whose values changed.</returns>
    /// <exception cref="UserErrorException">PIM1304: a case could not be run; PIM0020: the file cannot be written.</exception>
    public static IReadOnlyList<string> Accept(RegressionSuite suite, IReadOnlyList<CaseResult> results, string reason)
    {
        if (results.FirstOrDefault(r => r.Measured is null) is { } broken)
        {
            throw new UserErrorException("PIM1304", $"case '{broken.Case.Name}' could not be run, nothing is accepted: {broken.Errors[0].Message}", suite.File, "mend it, or name the cases to accept");
        }

        Dictionary<string, AcceptedCase> all = new(AcceptedValues.Load(suite.AcceptedFile), StringComparer.Ordinal);
        List<string> changed = [];
        foreach (CaseResult result in results.Where(r => IsAnother(r)))
        {
            AcceptedCase? before = result.Accepted;
            all[result.Case.Name] = new AcceptedCase(result.Case.Name, reason, result.Measured!, before is null ? [] : [before.Reason, .. before.Earlier]);
            changed.Add(result.Case.Name);
        }

        AcceptedValues.Save(suite.AcceptedFile, suite.Cases.Where(c => all.ContainsKey(c.Name)).Select(c => all[c.Name]));
        return changed;
    }

    /// <summary>What differs though it was let through is written too, so that small differences do not add up unseen.</summary>
    private static bool IsAnother(CaseResult result) => result.Accepted is not { Values: { } was } || result.Measured is not { } now
        || was.Images != now.Images
        || was.Seeds != now.Seeds
        || !was.Predictions.AsSpan().SequenceEqual(now.Predictions)
        || was.Cycles != now.Cycles
        || was.EnergyAj != now.EnergyAj
        || !string.Equals(was.DeviceHash, now.DeviceHash, StringComparison.Ordinal)
        || !string.Equals(was.NetworkHash, now.NetworkHash, StringComparison.Ordinal)
        || result.FirstDivergence.Count > 0
        || !was.Layers.Select(l => l.Layer).SequenceEqual(now.Layers.Select(l => l.Layer), StringComparer.Ordinal);

    private static CaseResult Run(RegressionCase wanted, AcceptedCase? accepted, int threads, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        try
        {
            (CaseMeasurement measured, byte[] labels) = CaseRunner.Run(wanted, threads, cancellation);
            return CaseComparison.Compare(wanted, measured, labels, accepted) with { HostTime = clock.Elapsed };
        }
        catch (UserErrorException e)
        {
            return new CaseResult(wanted, CaseStatus.Error) { Accepted = accepted, Errors = e.Diagnostics, HostTime = clock.Elapsed };
        }
    }
}
