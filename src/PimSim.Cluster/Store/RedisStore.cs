using System.Globalization;
using StackExchange.Redis;

namespace PimSim.Cluster;

/// <summary>
/// The store in Redis. Keys, all in one slot:
/// <code>
/// {pimsim:CLUSTER}:hold:NAME            text
/// {pimsim:CLUSTER:SECRET}:result:POINT  bytes, see ResultSeal
/// {pimsim:CLUSTER:SECRET}:try:SWEEP:POINT   hash: n attempts, w worker, e error
/// {pimsim:CLUSTER:SECRET}:file:HASH     last part;  ...:file:HASH:PART  bytes
/// </code>
/// SECRET is the fingerprint of the secret.
/// </summary>
internal sealed class RedisStore(IConnectionMultiplexer connection, ClusterSettings settings) : IClusterStore
{
    private const string HoldScript = """
        local held = redis.call('GET', KEYS[1])
        if held and held ~= ARGV[1] then return held end
        redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
        return ARGV[1]
        """;

    private const string BeginScript = """
        if redis.call('EXISTS', KEYS[1]) == 1 then return {0, '', ''} end
        local worker = redis.call('HGET', KEYS[2], 'w') or ''
        local fault = redis.call('HGET', KEYS[2], 'e') or ''
        local n = redis.call('HINCRBY', KEYS[2], 'n', 1)
        redis.call('HSET', KEYS[2], 'w', ARGV[1], 'e', '')
        redis.call('PEXPIRE', KEYS[2], ARGV[2])
        return {n, worker, fault}
        """;

    private readonly string holds = $"{{pimsim:{settings.Id}}}:hold:";
    private readonly string own = $"{{pimsim:{settings.Id}:{settings.Key.Fingerprint}}}:";
    private readonly TimeSpan kept = TimeSpan.FromDays(settings.KeepDays);

    private IDatabase Database => connection.GetDatabase();

    /// <summary>Opens it; nothing is asked yet.</summary>
    public static async Task<RedisStore> OpenAsync(ClusterSettings settings) =>
        new(await ConnectionMultiplexer.ConnectAsync(Options(settings)), settings);

    /// <summary>How Redis is reached.</summary>
    public static ConfigurationOptions Options(ClusterSettings settings)
    {
        int limit = (int)TimeSpan.FromSeconds(settings.ResponseSeconds).TotalMilliseconds;
        return new ConfigurationOptions
        {
            EndPoints = { { settings.Address.Host, settings.Address.Port } },
            DefaultDatabase = int.Parse(settings.Address.Database, CultureInfo.InvariantCulture),
            User = settings.Address.User,
            Password = settings.Password,
            Ssl = settings.Address.UsesTls,
            AbortOnConnectFail = false,
            ConnectTimeout = limit,
            AsyncTimeout = limit,
            SyncTimeout = limit,
            ClientName = "pimsim",
        };
    }

    /// <inheritdoc/>
    public Task PrepareAsync() => Database.PingAsync();

    /// <inheritdoc/>
    public async Task<string> HoldAsync(string name, string value, TimeSpan life) =>
        (string)(await Database.ScriptEvaluateAsync(HoldScript, [holds + name], [value, (long)life.TotalMilliseconds]))!;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<byte[]?>> ReadResultsAsync(IReadOnlyList<string> points) =>
        [.. (await Database.StringGetAsync([.. points.Select(Result)])).Select(v => (byte[]?)v)];

    /// <inheritdoc/>
    public Task WriteResultsAsync(IReadOnlyList<KeyValuePair<string, byte[]>> results) =>
        Task.WhenAll(results.Select(r => Database.StringSetAsync(Result(r.Key), r.Value, kept)));

    /// <inheritdoc/>
    public async Task<PointAttempt> BeginAttemptAsync(string sweep, string point, string worker)
    {
        var answer = (RedisResult[])(await Database.ScriptEvaluateAsync(BeginScript, [Result(point), Attempt(sweep, point)], [worker, (long)kept.TotalMilliseconds]))!;
        return new PointAttempt((int)answer[0], (string)answer[1]!, (string)answer[2]!);
    }

    /// <inheritdoc/>
    public Task EndAttemptAsync(string sweep, string point, string? error) => error is null
        ? Database.HashDecrementAsync(Attempt(sweep, point), "n")
        : Database.HashSetAsync(Attempt(sweep, point), "e", error);

    /// <inheritdoc/>
    public async Task<bool> HasFileAsync(string hash)
    {
        RedisValue last = await Database.StringGetAsync(File(hash));
        if (last.IsNull)
        {
            return false;
        }

        bool[] there = await Task.WhenAll(Enumerable.Range(0, (int)last + 1).Select(part => Database.KeyExpireAsync(Part(hash, part), kept)));
        return there.All(t => t) && await Database.KeyExpireAsync(File(hash), kept);
    }

    /// <inheritdoc/>
    public async Task WriteFilePartAsync(string hash, int part, byte[] bytes, bool isLast)
    {
        await Database.StringSetAsync(Part(hash, part), bytes, kept);
        if (isLast)
        {
            await Database.StringSetAsync(File(hash), part, kept);
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> ReadFilePartAsync(string hash, int part) => await Database.StringGetAsync(Part(hash, part));

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private RedisKey Result(string point) => $"{own}result:{point}";

    private RedisKey Attempt(string sweep, string point) => $"{own}try:{sweep}:{point}";

    private RedisKey File(string hash) => $"{own}file:{hash}";

    private RedisKey Part(string hash, int part) => string.Create(CultureInfo.InvariantCulture, $"{own}file:{hash}:{part}");
}
