namespace PimSim.Models;

/// <summary>What a controller does with a rank that nobody asks for.</summary>
public enum PowerDownPolicy
{
    /// <summary>Nothing: it stays in standby.</summary>
    None,

    /// <summary>Power-down after a time; refreshes wake it.</summary>
    PowerDown,

    /// <summary>Power-down, and self-refresh after a longer time.</summary>
    SelfRefresh,
}
