using PimSim.Exploration;

namespace PimSim.Cluster.Tests;

/// <summary>A store, workers and sweeps of a test.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    public const string Secret = "a secret of 32 characters or so.";

    private readonly TemporaryFolder folder;
    private readonly TemporaryFolder storeFolder;
    private readonly List<OwnProcess> processes = [];

    private readonly TestCertificates? certificates;

    private ClusterRun(TemporaryFolder folder, TemporaryFolder storeFolder, IStoreServer store, TestCertificates? certificates)
    {
        this.folder = folder;
        this.storeFolder = storeFolder;
        Store = store;
        this.certificates = certificates;
    }

    public IStoreServer Store { get; }

    /// <summary>Starts the store.</summary>
    /// <param name="kind"><c>redis</c> or <c>postgres</c>.</param>
    /// <param name="tls">Whether all connections, those to the store too, use TLS.</param>
    public static async Task<ClusterRun> StartAsync(string kind, bool tls = false)
    {
        TemporaryFolder storeFolder = new();
        TemporaryFolder folder = new();
        try
        {
            // The store may run as another user, to whom the key must belong.
            TestCertificates? storeCertificates = tls ? TestCertificates.Write(storeFolder.Path) : null;
            IStoreServer store = kind == "redis" ? await RedisServer.StartAsync(storeFolder.Path, storeCertificates) : await PostgresServer.StartAsync(storeFolder.Path, storeCertificates);
            return new ClusterRun(folder, storeFolder, store, storeCertificates);
        }
        catch
        {
            storeFolder.Dispose();
            folder.Dispose();
            throw;
        }
    }

    public string In(string name) => folder.In(name);

    /// <summary>Writes a space.</summary>
    public async Task<string> SpaceAsync(string text)
    {
        string path = In("space.yaml");
        await File.WriteAllTextAsync(path, "format: pimsim-space/1\n" + text, TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Starts a worker of one thread and waits until it has joined.</summary>
    public async Task<OwnProcess> WorkerAsync(params string[] more)
    {
        OwnProcess worker = Pimsim(["worker", "--cluster", Store.Address, "--threads", "1", .. more]);
        await worker.SaysAsync("has joined the cluster");
        return worker;
    }

    /// <summary>Starts <c>sweep run</c> (or another verb) on the cluster.</summary>
    public OwnProcess Sweep(string verb, string what, params string[] more) => Pimsim(["sweep", verb, what, "--cluster", Store.Address, .. more]);

    /// <summary>Runs a sweep in one process, for comparison.</summary>
    public async Task AloneAsync(string space, string result, int threads)
    {
        OwnProcess alone = Pimsim(["sweep", "run", space, "--out", result, "--threads", threads.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        Assert.True(await alone.EndAsync() == 0, alone.Text);
    }

    /// <summary>Starts the program in the environment of the store.</summary>
    public OwnProcess Pimsim(IEnumerable<string> args, params (string Name, string Value)[] environment)
    {
        Dictionary<string, string> all = new(Store.Environment, StringComparer.Ordinal);
        foreach ((string name, string value) in (certificates?.Environment() ?? []).Concat(environment))
        {
            all[name] = value;
        }

        var process = OwnProcess.Pimsim(all, args);
        processes.Add(process);
        return process;
    }

    /// <summary>Points that a sweep has finished.</summary>
    public static long Done(string result) => Directory.Exists(result) && File.Exists(Path.Combine(result, "sweep.json")) ? SweepResults.Progress(SweepFolder.Open(result)).Done : 0;

    /// <summary>All files of two results are the same bytes, times of the host aside.</summary>
    public static void AssertSame(string expected, string actual)
    {
        string[] names = [.. Directory.GetFiles(expected).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal)];
        Assert.Equal(names, Directory.GetFiles(actual).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (string name in names.Where(n => n != "host-times.parquet"))
        {
            Assert.True(File.ReadAllBytes(Path.Combine(expected, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(actual, name))), $"{name} differs");
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (OwnProcess process in processes)
        {
            await process.DisposeAsync();
        }

        await Store.DisposeAsync();
        storeFolder.Dispose();
        folder.Dispose();
    }
}
