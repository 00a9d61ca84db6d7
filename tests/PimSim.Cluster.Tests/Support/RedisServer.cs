using System.Globalization;
using StackExchange.Redis;

namespace PimSim.Cluster.Tests;

/// <summary>Redis that writes what it is told before it answers.</summary>
internal sealed class RedisServer : IStoreServer
{
    private const string Program = "/usr/bin/redis-server";

    private readonly string folder;
    private readonly int port;
    private readonly TestCertificates? tls;
    private OwnProcess process;

    private RedisServer(string folder, int port, TestCertificates? tls)
    {
        this.folder = folder;
        this.port = port;
        this.tls = tls;
        process = Launch();
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"{(tls is null ? "redis" : "rediss")}://127.0.0.1:{port}");

    public IReadOnlyDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal) { ["PIMSIM_CLUSTER_SECRET"] = ClusterRun.Secret };

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="tls">Its certificate; null for connections without TLS.</param>
    public static async Task<RedisServer> StartAsync(string folder, TestCertificates? tls = null)
    {
        Assert.SkipUnless(File.Exists(Program), "redis-server is not installed");
        RedisServer server = new(folder, FreePort.Next(), tls);
        await server.process.SaysAsync("Ready to accept connections");
        return server;
    }

    public async Task RestartAsync()
    {
        await process.SignalAsync("TERM");
        await process.EndAsync();
        await LaunchAgainAsync();
    }

    public async Task CrashAsync()
    {
        await process.KillAsync();
        await LaunchAgainAsync();
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

    private async Task LaunchAgainAsync()
    {
        await process.DisposeAsync();
        process = Launch();
        await process.SaysAsync("Ready to accept connections");
    }

    private OwnProcess Launch()
    {
        string number = port.ToString(CultureInfo.InvariantCulture);
        string[] listen = tls is null
            ? ["--port", number]
            : ["--port", "0", "--tls-port", number, "--tls-cert-file", tls.Certificate, "--tls-key-file", tls.Key, "--tls-ca-cert-file", tls.Authority, "--tls-auth-clients", "no"];
        return OwnProcess.Start(Program, [.. listen, "--bind", "127.0.0.1", "--dir", folder, "--appendonly", "yes", "--save", ""]);
    }
}
