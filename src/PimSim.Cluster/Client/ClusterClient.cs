using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using PimSim.Core;

namespace PimSim.Cluster;

/// <summary>A connection to the workers of a cluster and to its store.</summary>
internal sealed class ClusterClient : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly IHost host;

    private ClusterClient(IHost host, RetryingStore store)
    {
        this.host = host;
        Store = store;
        Grains = host.Services.GetRequiredService<IGrainFactory>();
    }

    /// <summary>The store.</summary>
    public RetryingStore Store { get; }

    /// <summary>The grains.</summary>
    public IGrainFactory Grains { get; }

    /// <summary>Connects; waits for a worker.</summary>
    /// <param name="settings">Which cluster.</param>
    /// <param name="patience">How long to wait for a worker.</param>
    /// <param name="isWaiting">Called when there is none yet.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UserErrorException">PIM1403, PIM1405: this client does not fit the cluster; PIM1404: the store cannot be used; PIM1406: no worker came.</exception>
    public static async Task<ClusterClient> ConnectAsync(ClusterSettings settings, TimeSpan patience, Action isWaiting, CancellationToken cancellation)
    {
        RetryingStore store = await RetryingStore.OpenAsync(settings, cancellation);
        await new VersionHold(store, settings).RenewAsync();
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = "pimsim", DisableDefaults = true });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(settings);
        builder.Services.Replace(ServiceDescriptor.Singleton<IHostLifetime, NoLifetime>());
        var clock = Stopwatch.StartNew();
        bool said = false;
        builder.UseOrleansClient(client =>
        {
            OrleansSetup.Configure(client, settings);
            client.UseConnectionRetryFilter(async (_, stopping) =>
            {
                if (!said)
                {
                    said = true;
                    isWaiting();
                }

                await Task.Delay(Pause, stopping);
                return clock.Elapsed < patience;
            });
        });
        IHost host = builder.Build();
        try
        {
            await host.StartAsync(cancellation);
            return new ClusterClient(host, store);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested && e is not UserErrorException)
        {
            host.Dispose();
            await store.DisposeAsync();
            throw NoWorker(settings, patience);
        }
    }

    /// <summary>PIM1406.</summary>
    public static UserErrorException NoWorker(ClusterSettings settings, TimeSpan waited) => new(
        "PIM1406",
        FormattableString.Invariant($"no worker of the cluster '{settings.Id}' at {settings.Address} answered for {waited.TotalSeconds:0} s"),
        null,
        "start one with 'pimsim worker --cluster ADDRESS'; a longer wait is set by PIMSIM_CLUSTER_WAIT_SECONDS");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using CancellationTokenSource limit = new(TimeSpan.FromSeconds(2));
            await host.StopAsync(limit.Token);
        }
        catch (Exception e) when (CallFaults.MayPass(e) || StoreFaults.IsOne(e))
        {
            // It is left either way.
        }

        host.Dispose();
        await Store.DisposeAsync();
    }
}
