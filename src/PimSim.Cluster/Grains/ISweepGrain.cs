namespace PimSim.Cluster;

/// <summary>
/// A sweep: its points, who has them, how they ended. It lives in one worker's memory; what must not be lost is in the store (results, attempts) and
/// in the client's folder (the plan). When that worker is lost the grain begins anew elsewhere with another epoch, and the client submits again.
/// </summary>
[Alias("pimsim.ISweep")]
internal interface ISweepGrain : IGrainWithStringKey
{
    /// <summary>Adds points; those that are known stay as they are.</summary>
    /// <param name="points">The points.</param>
    /// <param name="again">Whether they are to be evaluated once more: the store has lost their results.</param>
    [Alias("Submit")]
    Task SubmitAsync(WirePoint[] points, bool again);

    /// <summary>What ended, from a place in the order of ending.</summary>
    /// <param name="epoch">The client's epoch; with another one the answer holds nothing but its own.</param>
    /// <param name="from">How many ends the client has.</param>
    [Alias("Poll")]
    Task<SweepNews> PollAsync(string epoch, int from);

    /// <summary>Takes a worker's report and gives it points.</summary>
    [Alias("Exchange")]
    Task<WirePoint[]> ExchangeAsync(WorkerReport report);

    /// <summary>Forgets points that no worker has: the client is leaving.</summary>
    [Alias("Withdraw")]
    Task WithdrawAsync();

    /// <summary>How it stands.</summary>
    [Alias("State")]
    Task<SweepState> StateAsync();
}
