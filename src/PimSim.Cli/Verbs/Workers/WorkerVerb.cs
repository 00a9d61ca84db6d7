using System.Runtime.InteropServices;
using PimSim.Cluster;

namespace PimSim.Cli;

/// <summary><c>worker</c>.</summary>
internal sealed class WorkerVerb(WorkerVerbOptions options) : IVerb
{
    /// <summary>Of the memory that there is, how much a worker takes before it goes slow.</summary>
    private const double MemoryShare = 0.75;

    /// <inheritdoc/>
    /// <returns>Stopped by SIGTERM, as services are, it has done what it should; by Ctrl-C it was interrupted.</returns>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        bool isAsked = false;
        using var asked = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => isAsked = true);
        var settings = ClusterSettings.Read(options.Cluster, Environment.GetEnvironmentVariable);
        WorkerOptions worker = new()
        {
            Threads = options.Threads ?? Environment.ProcessorCount,
            MemoryBytes = options.MemoryMegabytes is { } megabytes ? (long)megabytes << 20 : (long)(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes * MemoryShare),
            Address = options.Address,
            Port = options.Port,
            MetricsPort = options.MetricsPort,
            MetricsAddress = options.MetricsAddress,
            LogJson = options.Log == "json",
        };
        await ClusterWorker.RunAsync(settings, worker, cancellationToken);
        return isAsked ? ExitCode.Done : ExitCode.Interrupted;
    }
}
