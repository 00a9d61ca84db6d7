using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace PimSim.Cluster;

/// <summary>Serves <c>/health</c>: 200 while the worker takes work and the store answers, else 503.</summary>
internal sealed class HealthEndpoint : IDisposable
{
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(15);

    private readonly HttpListener listener = new();
    private readonly RetryingStore store;
    private volatile bool isReady;

    public HealthEndpoint(WorkerOptions options, RetryingStore store)
    {
        this.store = store;
        if (options.MetricsPort is { } port)
        {
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://{options.MetricsAddress}:{port}/health/"));
            listener.Start();
            _ = Task.Run(ServeAsync);
        }
    }

    /// <summary>Whether the worker takes work.</summary>
    public bool IsReady
    {
        get => isReady;
        set => isReady = value;
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)listener).Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                HttpListenerContext context = await listener.GetContextAsync();
                bool isWell = isReady && Stopwatch.GetElapsedTime(store.LastAnswer) < Silence;
                context.Response.StatusCode = isWell ? 200 : 503;
                context.Response.ContentType = "text/plain";
                context.Response.Close(Encoding.UTF8.GetBytes(isWell ? "ok\n" : isReady ? "the store does not answer\n" : "starting or stopping\n"), willBlock: false);
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException or InvalidOperationException)
        {
            // Disposed of: the worker ends.
        }
    }
}
