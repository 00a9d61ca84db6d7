namespace PimSim.Traces;

/// <summary>What a native request trace says about itself.</summary>
public sealed record RequestTraceHeader
{
    /// <summary>Bytes of data that every write carries; 0 for none.</summary>
    public int DataBytes { get; init; }

    /// <summary>Where it comes from: names and values in a fixed order.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Provenance { get; init; } = [];
}
