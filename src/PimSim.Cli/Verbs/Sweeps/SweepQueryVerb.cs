using System.Text.Json;
using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cli;

/// <summary><c>sweep query</c>.</summary>
internal sealed class SweepQueryVerb(SweepQueryOptions options, ResultWriter writer) : IVerb
{
    /// <inheritdoc/>
    /// <exception cref="UserErrorException">PIM1256: the query program is not there; PIM1257: it refuses the statement.</exception>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        SweepFolder folder = SweepFolder.Open(options.Folder);
        if (!folder.IsComplete)
        {
            throw new UserErrorException("PIM1254", "the sweep is not finished, so its tables are not there yet", options.Folder, $"go on with {ProgramName.Typed} sweep resume {options.Folder}, or export the points so far");
        }

        using JsonDocument answer = await QueryProgram.AskAsync([("results", folder.Results), ("layers", folder.Layers)], options.Sql, cancellationToken);
        writer.Write(new SweepQueryView(answer.RootElement.Clone()));
        return ExitCode.Done;
    }
}
