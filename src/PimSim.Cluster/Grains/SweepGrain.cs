namespace PimSim.Cluster;

/// <inheritdoc cref="ISweepGrain"/>
internal sealed class SweepGrain(ISiloStatusOracle members, ClusterSettings settings, TimeProvider time) : Grain, ISweepGrain
{
    private const int MostEnds = 2000;
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly string epoch = Guid.NewGuid().ToString("N");
    private readonly SweepLedger ledger = new(time, TimeSpan.FromSeconds(2 * settings.ResponseSeconds));

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(BeatAsync, new GrainTimerCreationOptions { DueTime = Beat, Period = Beat, Interleave = true, KeepAlive = false });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task SubmitAsync(WirePoint[] points, bool again)
    {
        foreach (WirePoint point in points)
        {
            ledger.Add(point, again);
        }

        return BeatAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public Task<SweepNews> PollAsync(string epoch, int from) =>
        Task.FromResult(new SweepNews(this.epoch, epoch == this.epoch ? ledger.Ends(from, MostEnds) : [], ledger.State()));

    /// <inheritdoc/>
    public Task<WirePoint[]> ExchangeAsync(WorkerReport report) => Task.FromResult(ledger.Exchange(report));

    /// <inheritdoc/>
    public Task WithdrawAsync()
    {
        ledger.Withdraw();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<SweepState> StateAsync() => Task.FromResult(ledger.State());

    private async Task BeatAsync(CancellationToken cancellation)
    {
        ledger.DropLost(silo => members.IsDeadSilo(SiloAddress.FromParsableString(silo)));
        if (ledger.HasWork)
        {
            await GrainFactory.GetGrain<IBoardGrain>(0).AnnounceAsync(this.GetPrimaryKeyString());
        }
    }
}
