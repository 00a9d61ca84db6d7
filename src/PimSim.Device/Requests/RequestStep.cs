namespace PimSim.Device;

/// <summary>What a scheduler does next.</summary>
internal enum RequestStep : byte
{
    /// <summary>Nothing, whatever time passes.</summary>
    None,

    /// <summary>Closes a rank, or a bank, for a refresh.</summary>
    CloseForRefresh,

    /// <summary>Refreshes.</summary>
    Refresh,

    /// <summary>Reads or writes.</summary>
    Column,

    /// <summary>Opens a request's row.</summary>
    Activate,

    /// <summary>Closes a row that stands in a request's way.</summary>
    Precharge,

    /// <summary>Closes a row that nobody used for a while.</summary>
    CloseIdle,

    /// <summary>Goes to, or from, power-down or self-refresh.</summary>
    Power,
}
