namespace PimSim.Traces;

/// <summary>How a request trace is read.</summary>
public sealed record RequestReadOptions
{
    /// <summary>What there is when nothing is said.</summary>
    public static RequestReadOptions Default { get; } = new();

    /// <summary>
    /// How often the trace is given. Each time its cycles are moved by what the time before took, its last cycle + 1; a trace
    /// whose cycles are all 0 is given again as it is. The file is opened again for each time.
    /// </summary>
    public long Repeat { get; init; } = 1;

    /// <summary>Bytes that one request may move at most (a burst of the device), or null to take any length.</summary>
    public int? AccessBytes { get; init; }

    /// <summary>Makes addresses of Ramulator 2's address vectors; null refuses such a trace.</summary>
    public AddressComposer? Compose { get; init; }

    /// <summary>Whether the data of writes are kept (<see cref="RequestTrace.WriteData"/>).</summary>
    public bool KeepData { get; init; }
}
