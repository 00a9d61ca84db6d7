namespace PimSim.Driver;

/// <summary>Tells a recorder which parts of the read-out that was just taken are scores.</summary>
public sealed class ScoreSlices
{
    private readonly List<ScoreSlice> current = [];

    /// <summary>Slices of the last read-out; empty for others than the last layer's.</summary>
    public IReadOnlyList<ScoreSlice> Current => current;

    internal void Clear() => current.Clear();

    internal void Add(ScoreSlice slice) => current.Add(slice);
}
