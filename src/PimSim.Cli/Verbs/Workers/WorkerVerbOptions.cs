using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>worker</c> can be told.</summary>
internal sealed class WorkerVerbOptions : VerbOptions
{
    /// <summary>Only this machine.</summary>
    public const string DefaultMetricsAddress = "localhost";

    /// <summary><c>--cluster</c>.</summary>
    public required string Cluster { get; set; }

    /// <summary><c>--threads</c>, or null for one a processor.</summary>
    [Range(1, 1024, ErrorMessage = "--threads must be from 1 to 1024")]
    public int? Threads { get; set; }

    /// <summary><c>--memory</c> in MiB, or null.</summary>
    [Range(64, 1 << 24, ErrorMessage = "--memory must be from 64 to 16777216")]
    public int? MemoryMegabytes { get; set; }

    /// <summary><c>--address</c>, or null.</summary>
    public string? Address { get; set; }

    /// <summary><c>--port</c>, or 0.</summary>
    [Range(0, 65_534, ErrorMessage = "--port must be from 0 to 65534")]
    public int Port { get; set; }

    /// <summary><c>--metrics-port</c>, or null.</summary>
    [Range(1, 65_535, ErrorMessage = "--metrics-port must be from 1 to 65535")]
    public int? MetricsPort { get; set; }

    /// <summary><c>--metrics-address</c>.</summary>
    public string MetricsAddress { get; set; } = DefaultMetricsAddress;

    /// <summary><c>--log</c>.</summary>
    [AllowedValues("text", "json", ErrorMessage = "--log must be text or json")]
    public string Log { get; set; } = "text";
}
