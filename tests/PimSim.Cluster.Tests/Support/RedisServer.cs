using System.Globalization;
using StackExchange.Redis;

namespace PimSim.Cluster.Tests;

/// <summary>Redis that writes what it is told before it answers.</summary>
internal sealed class RedisServer : IStoreServer
{
    private const string Program = "/usr/bin/redis-server";

    private readonly string folder;
    private readonly int port;
    private OwnProcess process;

    private RedisServer(string folder, int port)
    {
        this.folder = folder;
        this.port = port;
        process = Launch();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"redis://127.0.0.1:{port}");

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["PIMSIM_CLUSTER_SECRET"] = ClusterRun.Secret };

    public static async Task<RedisServer> StartAsync(string folder)
    {
        Assert.SkipUnless(File.Exists(Program), "redis-server is not installed");
        RedisServer server = new(folder, FreePort.Next());
        await server.process.SaysAsync("Ready to accept connections");
        return server;
    }

    public async Task RestartAsync()
    {
        await process.SignalAsync("TERM");
        await process.EndAsync();
        await process.DisposeAsync();
        process = Launch();
        await process.SaysAsync("Ready to accept connections");
    }

    public async Task<IReadOnlyDictionary<string, int>> AttemptsAsync()
    {
        await using ConnectionMultiplexer connection = await ConnectAsync();
        Dictionary<string, int> attempts = new(StringComparer.Ordinal);
        await foreach (RedisKey key in connection.GetServers()[0].KeysAsync(pattern: "*:try:*", pageSize: 1000))
        {
            attempts[key.ToString().Split(':')[^1]] = (int)await connection.GetDatabase().HashGetAsync(key, "n");
        }

        return attempts;
    }

    public Task<ConnectionMultiplexer> ConnectAsync() => ConnectionMultiplexer.ConnectAsync(string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"));

    public ValueTask DisposeAsync() => process.DisposeAsync();

    private OwnProcess Launch() => OwnProcess.Start(
        Program, "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", "");
}
