using System.Numerics;
using PimSim.Core;

namespace PimSim.Exploration;

/// <summary>The combinations that a sampler has chosen: none twice, all admitted by the constraints.</summary>
internal sealed class Combinations(ExplorationSpace space)
{
    private readonly HashSet<string> taken = new(StringComparer.Ordinal);

    /// <summary>Combinations of the axes, constraints aside.</summary>
    public BigInteger Size { get; } = space.Axes.Aggregate(BigInteger.One, (n, a) => n * a.Count);

    /// <summary>Takes a combination unless it is taken or not admitted.</summary>
    public bool Take(int[] combination) => space.Admits(combination) && taken.Add(string.Join(',', combination));

    /// <summary>PIM1251 when more points are wanted than there are combinations.</summary>
    public void RequireRoomFor(int points)
    {
        if (points > Size)
        {
            throw new UserErrorException("PIM1251", $"{points} points are wanted of a space that has {Size}", null, "ask for fewer, or take the grid");
        }
    }

    /// <summary>PIM1251: nothing, or too little, is left by the constraints.</summary>
    public static UserErrorException NoneLeft(ExplorationSpace space) => new(
        "PIM1251", $"the constraints of space '{space.Name}' leave too few points", null, "widen the axes, drop a constraint, or ask for fewer points");
}
