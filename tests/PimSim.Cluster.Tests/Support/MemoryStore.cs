namespace PimSim.Cluster.Tests;

/// <summary>A store in memory.</summary>
internal sealed class MemoryStore : IClusterStore
{
    public Dictionary<string, byte[]> Results { get; } = new(StringComparer.Ordinal);

    public Dictionary<(string Hash, int Part), byte[]> Parts { get; } = [];

    public Dictionary<string, string> Holds { get; } = new(StringComparer.Ordinal);

    private Dictionary<string, int> Attempts { get; } = new(StringComparer.Ordinal);

    private HashSet<string> Whole { get; } = new(StringComparer.Ordinal);

    public Task PrepareAsync() => Task.CompletedTask;

    public Task<string> HoldAsync(string name, string value, TimeSpan life)
    {
        Holds.TryAdd(name, value);
        return Task.FromResult(Holds[name]);
    }

    public Task<IReadOnlyList<byte[]?>> ReadResultsAsync(IReadOnlyList<string> points) => Task.FromResult<IReadOnlyList<byte[]?>>([.. points.Select(Results.GetValueOrDefault)]);

    public Task WriteResultsAsync(IReadOnlyList<KeyValuePair<string, byte[]>> results)
    {
        foreach ((string point, byte[] value) in results)
        {
            Results[point] = value;
        }

        return Task.CompletedTask;
    }

    public Task<PointAttempt> BeginAttemptAsync(string sweep, string point, string worker)
    {
        int number = Results.ContainsKey(point) ? 0 : Attempts.GetValueOrDefault(point) + 1;
        Attempts[point] = number;
        return Task.FromResult(new PointAttempt(number, "", ""));
    }

    public Task EndAttemptAsync(string sweep, string point, string? error)
    {
        Attempts[point] -= error is null ? 1 : 0;
        return Task.CompletedTask;
    }

    public Task<bool> HasFileAsync(string hash) => Task.FromResult(Whole.Contains(hash));

    public Task WriteFilePartAsync(string hash, int part, byte[] bytes, bool isLast)
    {
        Parts[(hash, part)] = bytes;
        if (isLast)
        {
            Whole.Add(hash);
        }

        return Task.CompletedTask;
    }

    public Task<byte[]?> ReadFilePartAsync(string hash, int part) => Task.FromResult(Parts.GetValueOrDefault((hash, part)));

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
