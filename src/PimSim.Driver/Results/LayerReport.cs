namespace PimSim.Driver;

/// <summary>What a layer took. Cycles are the critical domain's; counts are over all domains.</summary>
public sealed record LayerReport
{
    /// <summary><see cref="Where"/> of a layer that the host computes.</summary>
    public const string OnHost = "host";

    /// <summary>Name.</summary>
    public required string Name { get; init; }

    /// <summary><c>xnor</c>, <c>simd</c> or <c>host</c>.</summary>
    public required string Where { get; init; }

    /// <summary>Cycles of the slowest domain that count to the layer.</summary>
    public required long Cycles { get; init; }

    /// <summary>Cycles at full use of every unit of that domain.</summary>
    public required long PeakCycles { get; init; }

    /// <summary>Binary multiply-accumulates of all images; an input in bit planes takes one for each.</summary>
    public required long BitMacs { get; init; }

    /// <summary>Real multiply-accumulates of all images.</summary>
    public required long RealMacs { get; init; }

    /// <summary>Column accesses that fed units, counted per bank.</summary>
    public required long ColumnReads { get; init; }

    /// <summary>Bytes over the data buses.</summary>
    public required long BusBytes { get; init; }

    /// <summary>Peak over actual cycles.</summary>
    public double Utilization => Cycles == 0 ? 0 : (double)PeakCycles / Cycles;
}
