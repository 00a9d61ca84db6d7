using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep pareto</c>.</summary>
internal sealed class SweepParetoVerb(SweepParetoOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    /// <exception cref="UserErrorException">PIM1258: an objective that there is not, or that no point has.</exception>
    public Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SweepFolder folder = SweepFolder.Open(options.Folder);
        SweepProvenance provenance = SweepProvenance.Read(folder);
        Objective[] objectives = [.. (options.Objectives?.Split(',', StringSplitOptions.TrimEntries) ?? provenance.Objectives).Select(Find)];
        ResultTable table = SweepResults.Points(folder, out bool complete);
        if (!complete)
        {
            writer.Note("the sweep is not finished: these are the points so far");
        }

        writer.Write(new SweepParetoView(options.Folder, SweepAnalysis.Of(table, [.. provenance.Axes.Select(a => a.Name)], objectives), complete));
        return Task.FromResult(ExitCode.Done);
    }

    private static Objective Find(string name) => Objective.Find(name) ?? throw new UserErrorException(
        "PIM1258", $"there is no objective '{name}'", null, NearestName.Remedy(name, [.. Objective.All.Select(o => o.Name)]));
}
