namespace PimSim.Device;

/// <summary>What a controller does next for a domain.</summary>
internal enum StepKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The program's next command.</summary>
    Program,

    /// <summary>Opens a row again that a refresh closed.</summary>
    Reopen,

    /// <summary>Closes all rows for a refresh.</summary>
    CloseForRefresh,

    /// <summary>Refreshes.</summary>
    Refresh,
}
