namespace PimSim.Exploration;

/// <summary>What is found out about a point.</summary>
public enum EvaluationKind
{
    /// <summary>Time and energy; no bits are computed.</summary>
    Timing,

    /// <summary>Accuracy as well, from the bits in the cells.</summary>
    Accuracy,
}
