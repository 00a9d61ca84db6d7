using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>What is in a command trace.</summary>
public sealed record TraceInfo
{
    /// <summary>What it says about itself.</summary>
    public required CommandTraceHeader Header { get; init; }

    /// <summary>Commands.</summary>
    public required long Commands { get; init; }

    /// <summary>Commands by name in the header's order; names that do not occur are left out.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> CountByName { get; init; }

    /// <summary>Smallest cycle, or null in an empty trace.</summary>
    public required long? FirstCycle { get; init; }

    /// <summary>Largest cycle, or null in an empty trace.</summary>
    public required long? LastCycle { get; init; }

    /// <summary>Processing domains (channel, pseudo-channel, rank) that commands went to.</summary>
    public required int Domains { get; init; }

    /// <summary>Bytes of bus data.</summary>
    public required long PayloadBytes { get; init; }

    /// <summary>Null when the trace is complete, otherwise what is lost.</summary>
    public required Diagnostic? Truncation { get; init; }

    /// <summary>Reads a trace to its end.</summary>
    /// <exception cref="UserErrorException">As <see cref="CommandTraceReader.ReadAll(CancellationToken)"/>.</exception>
    public static TraceInfo Gather(CommandTraceReader reader, CancellationToken cancellationToken = default)
    {
        long[] counts = new long[reader.Header.CommandNames.Count];
        HashSet<(short, byte, byte)> domains = [];
        long? first = null;
        long? last = null;
        long payloadBytes = 0;
        foreach (TracedCommand traced in reader.ReadAll(cancellationToken))
        {
            TimedCommand command = traced.Command;
            counts[command.Command]++;
            domains.Add((command.Channel, command.PseudoChannel, command.Rank));
            first = Math.Min(first ?? command.Cycle, command.Cycle);
            last = Math.Max(last ?? command.Cycle, command.Cycle);
            payloadBytes += traced.Payload.Length;
        }

        return new TraceInfo
        {
            Header = reader.Header,
            Commands = counts.Sum(),
            CountByName = [.. reader.Header.CommandNames.Zip(counts, KeyValuePair.Create).Where(p => p.Value > 0)],
            FirstCycle = first,
            LastCycle = last,
            Domains = domains.Count,
            PayloadBytes = payloadBytes,
            Truncation = reader.Truncation,
        };
    }
}
