using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>What the sums of all bases of a sketched layer with its input cost in one way.</summary>
public sealed record SketchCost
{
    /// <summary>The way.</summary>
    public required SketchWay Way { get; init; }

    /// <summary>Sums side by side in registers; 0 on XNOR units.</summary>
    public required int SideBySide { get; init; }

    /// <summary>Additions of an output position; 0 on XNOR units.</summary>
    public required long Additions { get; init; }

    /// <summary>Output positions that were computed.</summary>
    public required long Positions { get; init; }

    /// <summary>Images that have so many.</summary>
    public required double Images { get; init; }

    /// <summary>Cycles of the slowest domain.</summary>
    public required long Cycles { get; init; }

    /// <summary>Commands of all domains by id.</summary>
    public required IReadOnlyList<long> Commands { get; init; }

    /// <summary>Attojoules, or null where the model has none.</summary>
    public required Int128? EnergyAj { get; init; }

    /// <summary>The run of additions; null on XNOR units.</summary>
    public AdditionRun? Run { get; init; }

    /// <summary>Cycles an image where images follow each other and fill all lanes.</summary>
    public double CyclesPerImage => Cycles / Images;

    /// <summary>Attojoules an image, likewise.</summary>
    public double? EnergyAjPerImage => (double?)EnergyAj / Images;
}
