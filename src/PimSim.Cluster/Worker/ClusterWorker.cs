using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry.Metrics;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>A worker process: start, work, stop.</summary>
public static partial class ClusterWorker
{
    /// <summary>Works until it is stopped; then running points finish, or are given back when that takes too long.</summary>
    /// <param name="settings">Which cluster.</param>
    /// <param name="options">How it works.</param>
    /// <param name="stop">Stops it.</param>
    /// <exception cref="UserErrorException">PIM1403, PIM1405: it does not fit the cluster; PIM1404: the store cannot be used; PIM1413, PIM1414: it cannot listen.</exception>
    public static async Task RunAsync(ClusterSettings settings, WorkerOptions options, CancellationToken stop)
    {
        using CancellationTokenSource abandoned = new();
        await using RetryingStore store = await RetryingStore.OpenAsync(settings, abandoned.Token);
        await new VersionHold(store, settings).RenewAsync();
        using IHost host = Build(settings, options, store);
        ILogger log = host.Services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(ClusterWorker));
        await StartAsync(host, options, stop);
        PointRunner runner = host.Services.GetRequiredService<PointRunner>();
        WorkerLoop loop = host.Services.GetRequiredService<WorkerLoop>();
        HealthEndpoint health = host.Services.GetRequiredService<HealthEndpoint>();
        health.IsReady = true;
        Started(log, options.Name, settings.Id, settings.Address, options.Threads);
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task working = loop.RunAsync(ending.Token);
        Task first = await Task.WhenAny(working, runner.Fault, host.Services.GetRequiredService<ResultWriter>().Fault, host.WaitForShutdownAsync(CancellationToken.None));
        health.IsReady = false;
        Stopping(log, options.Name, runner.Running);
        await ending.CancelAsync();
        if (first != working)
        {
            // It tells what is wrong before anything else is tried.
            await first;
        }

        await working;
        await runner.StopAsync(TimeSpan.FromSeconds(settings.StopSeconds));
        await loop.SayGoodbyeAsync();
        await host.StopAsync(CancellationToken.None);
        Stopped(log, options.Name);
    }

    private static IHost Build(ClusterSettings settings, WorkerOptions options, RetryingStore store)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "pimsim-worker", DisableDefaults = true });
        Log(builder.Logging, options);
        IPAddress address = WorkerAddress.Find(options.Address, settings.Address);
        (int port, int gatewayPort) = WorkerAddress.Ports(address, options.Port);
        builder.UseOrleans(silo => OrleansSetup.Configure(silo, settings, options, address, port, gatewayPort));
        builder.Services.AddSingleton(settings).AddSingleton(options).AddSingleton(store).AddSingleton<IClusterStore>(store).AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new HeldPoints(options.Threads)).AddSingleton<PointFiles>().AddSingleton<ResultWriter>().AddSingleton<PointRunner>();
        builder.Services.AddSingleton<VersionHold>().AddSingleton<WorkerMetrics>().AddSingleton<WorkerLoop>().AddSingleton<HealthEndpoint>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        if (options.MetricsPort is { } metricsPort)
        {
            builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics
                .AddMeter(WorkerMetrics.Name)
                .AddMeter("Microsoft.Orleans")
                .AddMeter("System.Runtime")
                .AddPrometheusHttpListener(o =>
                {
                    o.Host = options.MetricsAddress;
                    o.Port = metricsPort;
                }));
        }

        return builder.Build();
    }

    private static async Task StartAsync(IHost host, WorkerOptions options, CancellationToken stop)
    {
        try
        {
            // It listens from here on; until the worker has joined it says that it is starting.
            host.Services.GetRequiredService<HealthEndpoint>();
            await host.StartAsync(stop);
        }
        catch (Exception e) when (e is HttpListenerException || (e is System.Net.Sockets.SocketException && options.MetricsPort is not null))
        {
            throw new UserErrorException("PIM1414", $"metrics cannot be served at {options.MetricsAddress}:{options.MetricsPort}: {e.Message}", null, "give another --metrics-port or --metrics-address");
        }
    }

    private static void Log(ILoggingBuilder logging, WorkerOptions options)
    {
        logging.SetMinimumLevel(LogLevel.Information);
        logging.AddFilter("Orleans", LogLevel.Critical);
        logging.AddFilter("Orleans.Runtime.MembershipService.MembershipAgent", LogLevel.Error);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("Polly", LogLevel.Error);
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (options.LogJson)
        {
            logging.AddJsonConsole(console => console.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(console => console.SingleLine = true);
        }
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Information, Message = "Worker {Worker} has joined the cluster '{Cluster}' at {Store} with {Threads} threads")]
    private static partial void Started(ILogger logger, string worker, string cluster, ClusterAddress store, int threads);

    [LoggerMessage(EventId = 31, Level = LogLevel.Information, Message = "Worker {Worker} takes no more points and finishes {Running}")]
    private static partial void Stopping(ILogger logger, string worker, int running);

    [LoggerMessage(EventId = 32, Level = LogLevel.Information, Message = "Worker {Worker} has left the cluster")]
    private static partial void Stopped(ILogger logger, string worker);
}
