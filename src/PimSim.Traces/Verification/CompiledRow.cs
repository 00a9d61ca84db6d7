using PimSim.Models;

namespace PimSim.Traces;

/// <summary>A constraint row with its place in the ledger and in the histories of channels.</summary>
internal sealed class CompiledRow
{
    private readonly int[] latencies;

    public CompiledRow(ConstraintRow row, int rule, int firstSlot, int firstEntry, bool isRefreshDeadline)
    {
        latencies = row.LatencyByCount as int[] ?? [.. row.LatencyByCount];
        Rule = rule;
        Level = row.Level;
        Window = row.Window;
        IsDeadline = row.Max;
        IsSibling = row.Sibling;
        IsRefreshDeadline = isRefreshDeadline;
        FirstSlot = firstSlot;
        FirstEntry = firstEntry;
    }

    /// <summary>In the ledger.</summary>
    public int Rule { get; }

    public LevelKind Level { get; }

    public int Window { get; }

    /// <summary>At most so far apart, not at least.</summary>
    public bool IsDeadline { get; }

    public bool IsSibling { get; }

    /// <summary>A deadline of refreshes: it counts from the start of the trace and up to its end.</summary>
    public bool IsRefreshDeadline { get; }

    /// <summary>Slot of the level's first instance; the others follow.</summary>
    public int FirstSlot { get; }

    /// <summary>First entry of the first instance's ring, for windows above 1; n entries an instance.</summary>
    public int FirstEntry { get; }

    public int LatencyAfter(int count) => latencies[Math.Clamp(count, 0, latencies.Length - 1)];
}
