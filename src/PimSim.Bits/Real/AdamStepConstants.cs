namespace PimSim.Bits;

/// <summary>What is the same for all parameters in one step of Adam.</summary>
public readonly record struct AdamStepConstants
{
    /// <summary>Learning rate of this step.</summary>
    public required float Rate { get; init; }

    /// <summary>Decay of the first moment.</summary>
    public required float Beta1 { get; init; }

    /// <summary>Decay of the second moment.</summary>
    public required float Beta2 { get; init; }

    /// <summary>Added to the root of the second moment.</summary>
    public required float Epsilon { get; init; }

    /// <summary>1 - Beta1^step.</summary>
    public required float Correction1 { get; init; }

    /// <summary>1 - Beta2^step.</summary>
    public required float Correction2 { get; init; }
}
