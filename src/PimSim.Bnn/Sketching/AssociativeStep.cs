namespace PimSim.Bnn;

/// <summary>A base in an <see cref="AssociativeTree"/>: s times its parent, plus 2 at the positions where it is not s times its parent.</summary>
/// <param name="Base">Number of the base, filter by filter, then bit by bit.</param>
/// <param name="Parent">Number of an earlier base, or <see cref="None"/>.</param>
/// <param name="Sign">s: +1 or -1; 0 without a parent.</param>
/// <param name="Positions">Where the base is not s times its parent, rising; empty without a parent.</param>
public sealed record AssociativeStep(int Base, int Parent, int Sign, int[] Positions)
{
    /// <summary><see cref="Parent"/> of a base on its own.</summary>
    public const int None = -1;

    /// <summary>True for a base on its own.</summary>
    public bool IsRoot => Parent == None;
}
