using System.CommandLine;

namespace PimSim.Cli;

/// <summary><c>pimsim worker</c></summary>
internal static class WorkerCommand
{
    public static Command Create(Terminal terminal)
    {
        Option<string?> cluster = SharedOptions.Text("--cluster", "ADDRESS", "The cluster's store: redis://HOST:PORT, rediss://HOST:PORT or postgres://HOST:PORT/DATABASE.");
        cluster.Required = true;
        Option<int?> threads = new("--threads") { Description = "Points to evaluate at the same time; default: one for each processor.", HelpName = "T" };
        Option<int?> memory = new("--memory") { Description = "MiB of memory above which one point at a time is evaluated; default: three quarters of what there is.", HelpName = "M" };
        Option<string?> address = SharedOptions.Text("--address", "IP", "Address that clients and workers reach this one at; default: the one from which it reaches the store.");
        Option<int> port = new("--port") { Description = "Port for workers, the next one for clients; default: two that are free.", HelpName = "P" };
        Option<int?> metricsPort = new("--metrics-port") { Description = "Serve /metrics (Prometheus) and /health at this port.", HelpName = "P" };
        Option<string> metricsAddress = new("--metrics-address") { Description = "Address of these; + for all of this machine's.", HelpName = "HOST", DefaultValueFactory = _ => WorkerVerbOptions.DefaultMetricsAddress };
        Option<string> log = new("--log") { Description = "Log lines as text or json.", HelpName = "F", DefaultValueFactory = _ => "text" };
        Command command = new("worker", "Evaluate points of sweeps that are run with --cluster, until it is stopped.") { cluster, threads, memory, address, port, metricsPort, metricsAddress, log };
        command.SetAction((parsed, cancellation) => VerbHost.RunAsync<WorkerVerb, WorkerVerbOptions>(
            new WorkerVerbOptions
            {
                Cluster = parsed.GetValue(cluster)!,
                Threads = parsed.GetValue(threads),
                MemoryMegabytes = parsed.GetValue(memory),
                Address = parsed.GetValue(address),
                Port = parsed.GetValue(port),
                MetricsPort = parsed.GetValue(metricsPort),
                MetricsAddress = parsed.GetValue(metricsAddress)!,
                Log = parsed.GetValue(log)!,
            },
            terminal,
            cancellation));
        return command;
    }
}
