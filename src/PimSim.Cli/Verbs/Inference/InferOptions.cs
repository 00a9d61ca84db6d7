using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>infer</c> can be told.</summary>
internal sealed class InferOptions : RunOptions
{
    /// <summary>Commands in a timeline when nothing else is asked for: some twenty megabytes, since most work all banks and units.</summary>
    internal const long DefaultTimelineCommands = 20_000;

    /// <summary><c>--reference</c>: execute every command on the banks.</summary>
    public bool Reference { get; set; }

    /// <summary><c>--timing-only</c>: time and energy, no bits.</summary>
    public bool TimingOnly { get; set; }

    /// <summary><c>--fault-seed</c>, or null for 1.</summary>
    [Range(0, long.MaxValue, ErrorMessage = "--fault-seed must not be negative")]
    public long? FaultSeed { get; set; }

    /// <summary><c>--fault-seeds</c>: so many runs under seeds of their own, or null for one.</summary>
    [Range(1, 1_000_000, ErrorMessage = "--fault-seeds must be from 1 to 1000000")]
    public int? FaultSeeds { get; set; }

    /// <summary><c>--record</c>: write the command trace here, or null.</summary>
    public string? Record { get; set; }

    /// <summary><c>--requests</c>: a trace of plain requests to serve meanwhile, or null.</summary>
    public string? Requests { get; set; }

    /// <summary><c>--requests-format</c>: its format, or null where its content tells.</summary>
    public string? RequestsFormat { get; set; }

    /// <summary><c>--baseline</c>, or null.</summary>
    [AllowedValues(null, "plain", ErrorMessage = "--baseline must be plain")]
    public string? Baseline { get; set; }

    /// <summary><c>--activity</c>: slices of time for which to tell how busy buses, units and banks are, or null.</summary>
    [Range(1, 1000, ErrorMessage = "--activity must be from 1 to 1000")]
    public int? Activity { get; set; }

    /// <summary><c>--timeline</c>: the Chrome/Perfetto trace to write, or null.</summary>
    public string? Timeline { get; set; }

    /// <summary><c>--timeline-commands</c>: commands that it takes, or null for the default.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "--timeline-commands must be from 1 to 1000000000")]
    public long? TimelineCommands { get; set; }
}
