using System.ComponentModel.DataAnnotations;

namespace PimSim.Cli;

/// <summary>What <c>trace replay</c> can be told.</summary>
internal sealed class TraceReplayOptions : VerbOptions
{
    /// <summary>Commands in a timeline when nothing else is asked for: some ten megabytes.</summary>
    internal const long DefaultTimelineCommands = 100_000;

    /// <summary><c>--requests</c>: the trace.</summary>
    public required string File { get; set; }

    /// <summary><c>--format</c> of the trace, or null to tell it by its content.</summary>
    public string? Format { get; set; }

    /// <summary><c>--device</c>, or null for the default.</summary>
    public string? Device { get; set; }

    /// <summary><c>--set</c>, each <c>path=value</c>.</summary>
    public IReadOnlyList<string> Set { get; set; } = [];

    /// <summary><c>--repeat</c>: how often the trace is given.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "--repeat must be from 1 to 1000000000")]
    public long Repeat { get; set; } = 1;

    /// <summary><c>--record</c>: the command trace to write, or null.</summary>
    public string? Record { get; set; }

    /// <summary><c>--record-format</c>, or null to go by the name of the file.</summary>
    public string? RecordFormat { get; set; }

    /// <summary><c>--html</c>: the report to write, or null.</summary>
    public string? Html { get; set; }

    /// <summary><c>--timeline</c>: the Chrome/Perfetto trace to write, or null.</summary>
    public string? Timeline { get; set; }

    /// <summary><c>--timeline-commands</c>: commands that it takes.</summary>
    [Range(1, 1_000_000_000, ErrorMessage = "--timeline-commands must be from 1 to 1000000000")]
    public long TimelineCommands { get; set; } = DefaultTimelineCommands;
}
