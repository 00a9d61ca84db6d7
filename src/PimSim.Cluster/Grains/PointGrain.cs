using Orleans.Placement;

namespace PimSim.Cluster;

/// <inheritdoc cref="IPointGrain"/>
[PreferLocalPlacement]
internal sealed class PointGrain(PointRunner runner, ILocalSiloDetails here) : Grain, IPointGrain
{
    private string? sweep;

    /// <inheritdoc/>
    public Task<PointStart> StartAsync(string sweep, string json, string silo)
    {
        bool isMine = silo == here.SiloAddress.ToParsableString();
        if (this.sweep is null && isMine && runner.TryEnqueue(sweep, new WirePoint(this.GetPrimaryKeyString(), json)))
        {
            this.sweep = sweep;
            DelayDeactivation(TimeSpan.FromDays(1));
            return Task.FromResult(PointStart.Started);
        }

        if (this.sweep is null)
        {
            DeactivateOnIdle();
        }

        // A report may be answered twice: then the same worker starts the same point again.
        return Task.FromResult(this.sweep == sweep && isMine ? PointStart.Started : PointStart.Busy);
    }

    /// <inheritdoc/>
    public Task EndAsync()
    {
        sweep = null;
        DeactivateOnIdle();
        return Task.CompletedTask;
    }
}
