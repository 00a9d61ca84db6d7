namespace PimSim.Driver;

/// <summary>A sum of operands that are added or subtracted; with a parent it is +-parent + 2 * (the operands).</summary>
/// <param name="Parent">Number of an earlier sum of the plan, or -1.</param>
/// <param name="ParentSign">+1 or -1; 0 without a parent.</param>
/// <param name="Coefficients">By operand: +1, -1, or 0 where it is left out.</param>
public sealed record AdditionSum(int Parent, int ParentSign, sbyte[] Coefficients)
{
    /// <summary><see cref="Parent"/> of a sum on its own.</summary>
    public const int None = -1;

    /// <summary>True for a sum on its own.</summary>
    public bool IsRoot => Parent == None;

    /// <summary>Operands that take part.</summary>
    public int Terms => Coefficients.Length - Coefficients.AsSpan().Count((sbyte)0);
}
