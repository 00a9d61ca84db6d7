namespace PimSim.Traces;

/// <summary>Names of the rules that are no constraint rows of a standard.</summary>
public static class VerificationRules
{
    /// <summary>Start of the name of a command bus's rule: one command at a time. The name of the bus follows.</summary>
    public const string BusPrefix = "BUS-";

    /// <summary>Two bursts at once on the data bus of a pseudo-channel.</summary>
    public const string DataBus = "DATA-BUS";

    /// <summary>A cycle smaller than that of the command before it in the channel.</summary>
    public const string Order = "ORDER";

    /// <summary>An activate of a bank whose row is open.</summary>
    public const string RowOpen = "STATE-OPEN";

    /// <summary>A command that needs an open row where none is open.</summary>
    public const string RowClosed = "STATE-CLOSED";

    /// <summary>A column command for another row than the open one.</summary>
    public const string OtherRow = "STATE-ROW";

    /// <summary>A refresh of banks with open rows.</summary>
    public const string Refresh = "STATE-REFRESH";

    /// <summary>A command in a mode where it is not legal, or a mode change with open rows.</summary>
    public const string Mode = "STATE-MODE";

    /// <summary>
    /// A command in power-down or self-refresh, an exit without its entry, or an entry that the open rows do not allow.
    /// </summary>
    public const string PowerDown = "STATE-POWER-DOWN";
}
