namespace PimSim.Models;

/// <summary>How rows are refreshed.</summary>
public enum RefreshPolicy
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>REFab: all banks of a rank together.</summary>
    AllBank,

    /// <summary>REFpb: one bank after the other while the rest works; in all-bank mode of processing units REFab.</summary>
    PerBank,
}
