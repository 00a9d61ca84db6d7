namespace PimSim.Bnn;

/// <summary>What an <see cref="ElementwiseStep"/> takes of a value.</summary>
/// <param name="Value">The value.</param>
/// <param name="Counts">The binary layer whose scale its numbers need, where the value is counts; or null.</param>
/// <param name="Norm">Batch norm of the value, or null.</param>
public sealed record StepTerm(int Value, LayerPlan? Counts, BatchNormNode? Norm)
{
    /// <summary>Whether the numbers are scaled and shifted.</summary>
    public bool IsAffine => Counts is not null || Norm is not null;
}
