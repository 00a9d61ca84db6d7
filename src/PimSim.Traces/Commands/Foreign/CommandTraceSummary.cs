using PimSim.Core;
using PimSim.Models;

namespace PimSim.Traces;

/// <summary>What is in a command trace of whatever format.</summary>
public sealed record CommandTraceSummary
{
    private const int BatchCommands = 4096;

    /// <summary>The format that it is in.</summary>
    public required CommandFormat Format { get; init; }

    /// <summary>Commands.</summary>
    public required long Commands { get; init; }

    /// <summary>Commands by name in the order of the device's standard; names that do not occur are left out.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> CountByName { get; init; }

    /// <summary>Smallest cycle, or null in an empty trace.</summary>
    public required long? FirstCycle { get; init; }

    /// <summary>Largest cycle, or null in an empty trace.</summary>
    public required long? LastCycle { get; init; }

    /// <summary>Channels, pseudo-channels and ranks that commands went to.</summary>
    public required int Domains { get; init; }

    /// <summary>Null when the trace is complete, otherwise what is lost.</summary>
    public required Diagnostic? Truncation { get; init; }

    /// <summary>Reads a trace to its end.</summary>
    /// <exception cref="UserErrorException">As <see cref="CommandTrace.Read"/>.</exception>
    public static CommandTraceSummary Gather(CommandTrace trace, DeviceModel device, CancellationToken cancellationToken = default)
    {
        TimedCommand[] batch = new TimedCommand[BatchCommands];
        long[] counts = new long[device.Standard.Commands.Count];
        HashSet<(short, byte, byte)> domains = [];
        long? first = null;
        long? last = null;
        while (trace.Read(batch) is var count and > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (ref readonly TimedCommand command in batch.AsSpan(0, count))
            {
                counts[command.Command]++;
                domains.Add((command.Channel, command.PseudoChannel, command.Rank));
                first = Math.Min(first ?? command.Cycle, command.Cycle);
                last = Math.Max(last ?? command.Cycle, command.Cycle);
            }
        }

        return new CommandTraceSummary
        {
            Format = trace.Format,
            Commands = trace.Commands,
            CountByName = [.. device.Standard.Commands.Select(c => KeyValuePair.Create(c.Name, counts[c.Id])).Where(p => p.Value > 0)],
            FirstCycle = first,
            LastCycle = last,
            Domains = domains.Count,
            Truncation = trace.Truncation,
        };
    }
}
