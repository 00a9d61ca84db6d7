using PimSim.Core;
using PimSim.Exploration;

namespace PimSim.Cluster;

/// <summary>Has the points of a sweep evaluated by the workers of a cluster.</summary>
public sealed class ClusterExecutor : IPointExecutor
{
    private readonly ClusterSettings settings;
    private readonly string sweep;
    private readonly Action<string> note;

    /// <summary>An executor for one sweep.</summary>
    /// <param name="settings">Which cluster.</param>
    /// <param name="sweep">The sweep's name on it (<see cref="SweepName"/>).</param>
    /// <param name="note">Told what the user should know.</param>
    public ClusterExecutor(ClusterSettings settings, string sweep, Action<string> note)
    {
        this.settings = settings;
        this.sweep = sweep;
        this.note = note;
    }

    /// <inheritdoc/>
    /// <exception cref="UserErrorException">
    /// PIM1403, PIM1405: this client does not fit the cluster; PIM1404: the store cannot be used; PIM1406: no worker; PIM1407: a result that no worker wrote; PIM1409: a file that is too large.
    /// </exception>
    public void Evaluate(
        IReadOnlyList<PlannedPoint> points, Func<PlannedPoint, PointDescription> describe, Action<IReadOnlyList<JournalEntry>> store, CancellationToken cancellation)
    {
        if (points.Count > 0)
        {
            EvaluateAsync(points, describe, store, cancellation).GetAwaiter().GetResult();
        }
    }

    private async Task EvaluateAsync(
        IReadOnlyList<PlannedPoint> points, Func<PlannedPoint, PointDescription> describe, Action<IReadOnlyList<JournalEntry>> store, CancellationToken cancellation)
    {
        var patience = TimeSpan.FromSeconds(settings.WaitSeconds);
        await using ClusterClient client = await ClusterClient.ConnectAsync(settings, patience, () => note("no worker yet: waiting for one"), cancellation);
        RoundOfPoints round = new(settings, sweep, client, store);
        FilePacker packer = new(client.Store, settings);
        foreach (PlannedPoint point in points)
        {
            PointDescription description = describe(point);
            Dictionary<string, string> references = new(StringComparer.Ordinal);
            List<string> names = [];
            description.WithFiles(name =>
            {
                names.Add(name);
                return name;
            });
            foreach (string name in names)
            {
                references[name] = await packer.PackAsync(name);
            }

            round.Add(point.Number, description.WithFiles(name => references[name]));
        }

        await round.RunAsync(cancellation);
    }
}
