namespace PimSim.Cluster;

/// <summary>
/// What must survive workers: results and files by their keys, attempts by sweep and point. All of it can be asked twice. Faults of the store
/// come out as its library throws them; <see cref="RetryingStore"/> waits them out.
/// </summary>
internal interface IClusterStore : IAsyncDisposable
{
    /// <summary>Makes what has to be there and forgets what is older than the settings say.</summary>
    Task PrepareAsync();

    /// <summary>Holds a value for a while unless another one is held; returns the one that is.</summary>
    Task<string> HoldAsync(string name, string value, TimeSpan life);

    /// <summary>The results of points, in their order; null for those without one.</summary>
    Task<IReadOnlyList<byte[]?>> ReadResultsAsync(IReadOnlyList<string> points);

    /// <summary>Writes results; when this returns they are where the store keeps them.</summary>
    Task WriteResultsAsync(IReadOnlyList<KeyValuePair<string, byte[]>> results);

    /// <summary>Counts an attempt before its work starts, unless the point has a result.</summary>
    Task<PointAttempt> BeginAttemptAsync(string sweep, string point, string worker);

    /// <summary>Takes an attempt back whose work was given up, or says why it failed.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="point">The point.</param>
    /// <param name="error">Why it failed; null to take it back.</param>
    Task EndAttemptAsync(string sweep, string point, string? error);

    /// <summary>Whether the store has a file whole; where it has, it keeps it as if it were written now.</summary>
    Task<bool> HasFileAsync(string hash);

    /// <summary>Writes a part of a file; the last one makes it whole.</summary>
    Task WriteFilePartAsync(string hash, int part, byte[] bytes, bool isLast);

    /// <summary>A part of a file, or null where there is none.</summary>
    Task<byte[]?> ReadFilePartAsync(string hash, int part);
}
