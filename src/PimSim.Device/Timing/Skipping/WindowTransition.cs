namespace PimSim.Device;

/// <summary>
/// What a domain once did within a window of time, from its last command before the window on: it does it again whenever
/// <see cref="Holds"/> and the others use the buses so that it <see cref="BusUse.Fits"/>. All cycles count from that command.
/// </summary>
internal sealed class WindowTransition
{
    /// <summary>Where it led.</summary>
    public required StateNode To { get; init; }

    /// <summary>Cycles to the last command within the window; 0 for none.</summary>
    public required long Duration { get; init; }

    /// <summary>The window began within these cycles: not after its first command could have been issued.</summary>
    public required (long Min, long Max) Begin { get; init; }

    /// <summary>The window ended within these cycles: after its last command and not after the next could have been issued.</summary>
    public required (long Min, long Max) End { get; init; }

    /// <summary>Cycle of the refresh that was due when the window began; null when none was due within it.</summary>
    public required long? RefreshDue { get; init; }

    /// <summary>Beginning of the window that <see cref="Buses"/> are given in.</summary>
    public required long Origin { get; init; }

    /// <summary>By bus.</summary>
    public required BusUse[] Buses { get; init; }

    /// <summary>Loops, counts and data.</summary>
    public required DomainTransition Part { get; init; }

    /// <summary>By domain, since domains with the same program share transitions: times it was used and is not yet booked.</summary>
    public long[] Uses { get; } = new long[2];

    /// <summary>True when it follows in this situation, as far as the domain alone decides.</summary>
    public bool Holds(ChannelSituation at, int domain, long last, long begin, long end)
    {
        long b = begin - last;
        long e = end - last;
        return b >= Begin.Min && b <= Begin.Max && e >= End.Min && e <= End.Max
            && (RefreshDue is { } due ? at.RefreshDue[domain] - last == due : at.RefreshDue[domain] >= end)
            && Part.Holds(at, domain);
    }

    /// <summary>What it does on a bus, in a window that begins at <paramref name="begin"/>.</summary>
    public BusUse On(int bus, long last, long begin) => Buses[bus].Shift(Origin - (begin - last));
}
