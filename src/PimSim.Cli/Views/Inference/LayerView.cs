namespace PimSim.Cli;

/// <summary>One layer of a run.</summary>
internal sealed record LayerView
{
    /// <summary>The layer's name in the network.</summary>
    public required string Name { get; init; }

    /// <summary>Where it ran: <c>pim</c> or <c>host</c>.</summary>
    public required string Where { get; init; }

    /// <summary>Cycles it took.</summary>
    public required long Cycles { get; init; }

    /// <summary>Attojoules, or null where the model has no currents.</summary>
    public required Int128? EnergyAj { get; init; }

    /// <summary>Where its cycles went.</summary>
    public required PhaseCycles ByPhase { get; init; }

    /// <summary>Its energy by part, or null where the model has no currents.</summary>
    public IReadOnlyList<KeyValuePair<string, Int128>>? EnergyByPart { get; init; }

    /// <summary>Binary multiply-accumulates.</summary>
    public required long BitMacs { get; init; }

    /// <summary>Real multiply-accumulates.</summary>
    public required long RealMacs { get; init; }

    /// <summary>Cycles it would take with every unit busy in every cycle.</summary>
    public required long PeakCycles { get; init; }

    /// <summary>Column reads of all banks.</summary>
    public required long ColumnReads { get; init; }

    /// <summary>Bytes over the data bus.</summary>
    public required long BusBytes { get; init; }

    /// <summary>Peak cycles over cycles.</summary>
    public double Utilization => Cycles == 0 ? 0 : (double)PeakCycles / Cycles;
}
