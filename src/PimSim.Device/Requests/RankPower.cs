namespace PimSim.Device;

/// <summary>What background power a rank draws.</summary>
public enum RankPower
{
    /// <summary>Standby, all banks closed.</summary>
    Precharged,

    /// <summary>Standby, a row open in at least one bank.</summary>
    Active,

    /// <summary>Power-down, all banks closed.</summary>
    PrechargedPowerDown,

    /// <summary>Power-down with a row open.</summary>
    ActivePowerDown,

    /// <summary>Self-refresh.</summary>
    SelfRefresh,
}
