using PimSim.Core;

namespace PimSim.Driver;

/// <summary>Sums over the same operands, in the order in which they are made.</summary>
public sealed class AdditionPlan
{
    /// <summary>A plan.</summary>
    /// <param name="operands">Operands of an output position: numbers of magnitude 0 or 1.</param>
    /// <param name="bound">What no sum exceeds in magnitude.</param>
    /// <param name="sums">The sums; parents come first.</param>
    public AdditionPlan(int operands, int bound, IReadOnlyList<AdditionSum> sums)
    {
        Operands = operands;
        Bound = bound;
        Sums = sums;
        for (int i = 0; i < sums.Count; i++)
        {
            if (sums[i].Coefficients.Length != operands || sums[i].Parent >= i || sums[i].Parent < AdditionSum.None || sums[i].IsRoot != (sums[i].ParentSign == 0))
            {
                throw new InternalErrorException($"sum {i} of a plan has other operands than the plan, or no parent before it");
            }
        }
    }

    /// <summary>Operands of an output position.</summary>
    public int Operands { get; }

    /// <summary>What no sum exceeds in magnitude.</summary>
    public int Bound { get; }

    /// <summary>The sums, parents first.</summary>
    public IReadOnlyList<AdditionSum> Sums { get; }

    /// <summary>Additions and subtractions of an output position: the terms, less the first of a sum on its own. Doublings are not counted.</summary>
    public long Additions => Sums.Sum(s => s.IsRoot ? Math.Max(0L, s.Terms - 1) : s.Terms);

    /// <summary>Terms of all sums.</summary>
    public long Terms => Sums.Sum(s => (long)s.Terms);
}
