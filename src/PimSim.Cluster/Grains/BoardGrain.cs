namespace PimSim.Cluster;

/// <inheritdoc cref="IBoardGrain"/>
internal sealed class BoardGrain(TimeProvider time) : Grain, IBoardGrain
{
    private static readonly TimeSpan Listed = TimeSpan.FromSeconds(10);
    private readonly Dictionary<string, long> announced = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Task AnnounceAsync(string sweep)
    {
        announced[sweep] = time.GetTimestamp();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<string[]> SweepsAsync()
    {
        foreach (string old in announced.Where(a => time.GetElapsedTime(a.Value) > Listed).Select(a => a.Key).ToArray())
        {
            announced.Remove(old);
        }

        return Task.FromResult(announced.Keys.Order(StringComparer.Ordinal).ToArray());
    }
}
