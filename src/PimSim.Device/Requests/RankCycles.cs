namespace PimSim.Device;

/// <summary>Cycles of a rank by state; they sum to the length of the run.</summary>
public sealed class RankCycles
{
    /// <summary>By <see cref="RankPower"/>.</summary>
    public long[] ByState { get; } = new long[Enum.GetValues<RankPower>().Length];

    /// <summary>Cycles in a state.</summary>
    public long this[RankPower state] => ByState[(int)state];
}
