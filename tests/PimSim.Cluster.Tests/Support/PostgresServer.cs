using System.Diagnostics;
using System.Globalization;
using Npgsql;

namespace PimSim.Cluster.Tests;

/// <summary>PostgreSQL that asks for a password. It does not run as root: as root it is started as the user of Debian's package.</summary>
internal sealed class PostgresServer : IStoreServer
{
    private const string Versions = "/usr/lib/postgresql";
    private const string Password = "not-in-any-log";

    private readonly string programs;
    private readonly string folder;
    private readonly int port;
    private readonly TestCertificates? tls;
    private readonly NpgsqlDataSource source;

    private PostgresServer(string programs, string folder, int port, TestCertificates? tls)
    {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
        this.tls = tls;
        Environment = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["PIMSIM_CLUSTER_SECRET"] = ClusterRun.Secret,
            ["PIMSIM_CLUSTER_USER"] = "postgres",
            ["PIMSIM_CLUSTER_PASSWORD"] = Password,
            ["PIMSIM_CLUSTER_SSLMODE"] = tls is null ? "prefer" : "verify-full",
        };
        source = NpgsqlDataSource.Create(string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Password={Password};Database=postgres;Pooling=false"));
    }

    public string Address => string.Create(CultureInfo.InvariantCulture, $"postgres://127.0.0.1:{port}/postgres");

    public IReadOnlyDictionary<string, string> Environment { get; }

    private string Data => Path.Combine(folder, "data");

    /// <summary>Starts it.</summary>
    /// <param name="folder">Where it keeps its files.</param>
    /// <param name="tls">Its certificate, in that folder; null for connections without TLS.</param>
    public static async Task<PostgresServer> StartAsync(string folder, TestCertificates? tls = null)
    {
        string? programs = Directory.Exists(Versions) ? Directory.GetDirectories(Versions).Select(v => Path.Combine(v, "bin")).FirstOrDefault(b => File.Exists(Path.Combine(b, "initdb"))) : null;
        Assert.SkipWhen(programs is null, "postgresql is not installed");
        string secret = Path.Combine(folder, "password");
        await File.WriteAllTextAsync(secret, Password + "\n", TestContext.Current.CancellationToken);
        if (System.Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "-R", "postgres", folder);
        }

        PostgresServer server = new(programs, folder, FreePort.Next(), tls);
        await server.RunAsServerAsync("initdb", "-D", server.Data, "-A", "scram-sha-256", "-U", "postgres", "--pwfile", secret);
        await server.LaunchAsync();
        return server;
    }

    public async Task RestartAsync()
    {
        await StopAsync("fast");
        await LaunchAsync();
    }

    /// <summary>Not by SIGKILL, after which its memory may not be free yet: all its processes quit at once, and what it has must be recovered.</summary>
    public async Task CrashAsync()
    {
        await StopAsync("immediate");
        await LaunchAsync();
    }

    public async Task<IReadOnlyDictionary<string, int>> AttemptsAsync()
    {
        Dictionary<string, int> attempts = new(StringComparer.Ordinal);
        await using NpgsqlCommand command = source.CreateCommand("SELECT point, attempts FROM pimsim_attempt");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            attempts[reader.GetString(0)] = reader.GetInt32(1);
        }

        return attempts;
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await StopAsync("fast");
    }

    private Task LaunchAsync()
    {
        string secure = tls is null ? "" : $" -c ssl=on -c ssl_cert_file={tls.Certificate} -c ssl_key_file={tls.Key}";
        string options = string.Create(CultureInfo.InvariantCulture, $"-p {port} -k {folder} -c listen_addresses=127.0.0.1{secure}");
        return RunAsServerAsync("pg_ctl", "-D", Data, "-w", "-l", Path.Combine(folder, "log"), "-o", options, "start");
    }

    private Task StopAsync(string mode) => RunAsServerAsync("pg_ctl", "-D", Data, "-w", "-m", mode, "stop");

    private Task RunAsServerAsync(string program, params string[] args)
    {
        string file = Path.Combine(programs, program);
        return System.Environment.IsPrivilegedProcess ? RunAsync("runuser", ["-u", "postgres", "--", file, .. args]) : RunAsync(file, args);
    }

    /// <summary>Output goes nowhere: the server would inherit a pipe and hold it open.</summary>
    private static async Task RunAsync(string file, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo("sh", (string[])["-c", "exec \"$@\" > /dev/null 2>&1", "sh", file, .. args]))!;
        await process.WaitForExitAsync(CancellationToken.None);
        Assert.Equal(0, process.ExitCode);
    }
}
