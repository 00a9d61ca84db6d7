namespace PimSim.Models;

/// <summary>What goes wrong in a device, and what it does about it (docs/faults.md). The default: nothing.</summary>
public sealed record FaultModel
{
    /// <summary>No fault, no correction.</summary>
    public static FaultModel None { get; } = new();

    /// <summary>Rates of weights.</summary>
    public FaultRates Weights { get; init; } = new();

    /// <summary>Rates of thresholds.</summary>
    public FaultRates Thresholds { get; init; } = new();

    /// <summary>Rates of activations.</summary>
    public FaultRates Activations { get; init; } = new();

    /// <summary>Rates of instructions.</summary>
    public FaultRates Instructions { get; init; } = new();

    /// <summary>Probability that a row of a bank cannot be read.</summary>
    public double DeadRows { get; init; }

    /// <summary>Probability that a bit line of a bank always reads the same.</summary>
    public double DeadColumns { get; init; }

    /// <summary>Rows of each bank that take the place of dead ones.</summary>
    public int SpareRows { get; init; }

    /// <summary>Retention times, or null for cells that hold their charge.</summary>
    public RetentionModel? Retention { get; init; }

    /// <summary>Disturbance by neighbours, or null.</summary>
    public DisturbModel? Disturb { get; init; }

    /// <summary>Data bits of an on-die SECDED code word, 64 or 128; 0 for none.</summary>
    public int EccDataBits { get; init; }

    /// <summary>Whether units read corrected data (<c>ecc.seesPim</c>); the bus always does.</summary>
    public bool EccSeesPim { get; init; }

    /// <summary>Check bits of a code word: one more than a Hamming code needs.</summary>
    public int EccCheckBits => EccDataBits switch { 0 => 0, <= 64 => 8, _ => 9 };

    /// <summary>Whether anything can go wrong.</summary>
    public bool IsActive => HitsCells || HitsReads || Activations.BitErrorRate > 0;

    /// <summary>Whether cells can be read wrong time after time.</summary>
    public bool HitsCells => DeadRows > 0 || DeadColumns > 0 || Retention is not null || Disturb is not null
        || Kinds().Any(r => r.StuckAtZero > 0 || r.StuckAtOne > 0 || r.FlipsPerWrite > 0)
        || Weights.BitErrorRate > 0 || Thresholds.BitErrorRate > 0 || Instructions.BitErrorRate > 0;

    /// <summary>Whether single reads by units can go wrong.</summary>
    public bool HitsReads => Kinds().Any(r => r is { Exposed: true, FlipsPerRead: > 0 });

    /// <summary>The rates of a kind.</summary>
    public FaultRates Of(TensorKind kind) => kind switch
    {
        TensorKind.Weights => Weights,
        TensorKind.Thresholds => Thresholds,
        TensorKind.Activations => Activations,
        _ => Instructions,
    };

    private IEnumerable<FaultRates> Kinds() => [Weights, Thresholds, Activations, Instructions];
}
