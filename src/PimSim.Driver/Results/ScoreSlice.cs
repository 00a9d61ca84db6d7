namespace PimSim.Driver;

/// <summary>
/// Elements of a read-out that are scores: Skip .. Skip + Count - 1 of the burst (counted over the words of the chips one
/// after another) are scores First, First + Step ... of the run.
/// </summary>
/// <param name="First">Image * outputs + output.</param>
/// <param name="Skip">First element in the burst.</param>
/// <param name="Count">Elements.</param>
/// <param name="Step">Distance of neighbours among the scores.</param>
public readonly record struct ScoreSlice(long First, int Skip, int Count, int Step);
