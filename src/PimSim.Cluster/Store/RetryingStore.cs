using System.Diagnostics;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>Asks a store again until it answers or <see cref="ClusterSettings.WaitSeconds"/> are over: a store that is restarted is waited for.</summary>
internal sealed class RetryingStore(IClusterStore store, ClusterSettings settings, CancellationToken stop) : IClusterStore
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>When the store answered last (<see cref="Stopwatch.GetTimestamp"/>).</summary>
    public long LastAnswer { get; private set; } = Stopwatch.GetTimestamp();

    /// <summary>Opens the store of a cluster and sees that it answers; that is tried for <see cref="ClusterSettings.ResponseSeconds"/> only.</summary>
    /// <param name="settings">Which store.</param>
    /// <param name="stop">Ends all waiting.</param>
    /// <exception cref="UserErrorException">PIM1404.</exception>
    public static async Task<RetryingStore> OpenAsync(ClusterSettings settings, CancellationToken stop)
    {
        try
        {
            IClusterStore store = settings.Address.Kind == StoreKind.Redis ? await RedisStore.OpenAsync(settings) : new PostgresStore(PostgresStore.Source(settings), settings);
            await new RetryingStore(store, settings with { WaitSeconds = settings.ResponseSeconds }, stop).PrepareAsync();
            return new RetryingStore(store, settings, stop);
        }
        catch (Exception e) when (StoreFaults.IsOne(e))
        {
            throw StoreFaults.Stays(settings.Address, e);
        }
    }

    /// <inheritdoc/>
    public Task PrepareAsync() => RunAsync(store.PrepareAsync);

    /// <inheritdoc/>
    public Task<string> HoldAsync(string name, string value, TimeSpan life) => RunAsync(() => store.HoldAsync(name, value, life));

    /// <inheritdoc/>
    public Task<IReadOnlyList<byte[]?>> ReadResultsAsync(IReadOnlyList<string> points) => RunAsync(() => store.ReadResultsAsync(points));

    /// <inheritdoc/>
    public Task WriteResultsAsync(IReadOnlyList<KeyValuePair<string, byte[]>> results) => RunAsync(() => store.WriteResultsAsync(results));

    /// <inheritdoc/>
    /// <remarks>An answer that was lost counts an attempt too many; that can set a point aside early only where the store fails at the same point again and again.</remarks>
    public Task<PointAttempt> BeginAttemptAsync(string sweep, string point, string worker) => RunAsync(() => store.BeginAttemptAsync(sweep, point, worker));

    /// <inheritdoc/>
    public Task EndAttemptAsync(string sweep, string point, string? error) => RunAsync(() => store.EndAttemptAsync(sweep, point, error));

    /// <inheritdoc/>
    public Task<bool> HasFileAsync(string hash) => RunAsync(() => store.HasFileAsync(hash));

    /// <inheritdoc/>
    public Task WriteFilePartAsync(string hash, int part, byte[] bytes, bool isLast) => RunAsync(() => store.WriteFilePartAsync(hash, part, bytes, isLast));

    /// <inheritdoc/>
    public Task<byte[]?> ReadFilePartAsync(string hash, int part) => RunAsync(() => store.ReadFilePartAsync(hash, part));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private Task<bool> RunAsync(Func<Task> ask) => RunAsync(async () =>
    {
        await ask();
        return true;
    });

    private async Task<T> RunAsync<T>(Func<Task<T>> ask)
    {
        var clock = Stopwatch.StartNew();
        for (TimeSpan pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                T answer = await ask();
                LastAnswer = Stopwatch.GetTimestamp();
                return answer;
            }
            catch (Exception e) when (StoreFaults.IsOne(e))
            {
                if (!StoreFaults.MayPass(e) || clock.Elapsed.TotalSeconds > settings.WaitSeconds)
                {
                    throw StoreFaults.Stays(settings.Address, e);
                }
            }

            await Task.Delay(pause, stop);
        }
    }
}
