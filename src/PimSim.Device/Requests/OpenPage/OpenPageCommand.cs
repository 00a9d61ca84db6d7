namespace PimSim.Device;

/// <summary>The commands of an <see cref="OpenPageScheduler{TObserver}"/>, as indices: those of a bank first.</summary>
internal static class OpenPageCommand
{
    /// <summary>RD; equals the direction of reads.</summary>
    public const int Read = RequestStore.Reads;

    /// <summary>WR; equals the direction of writes.</summary>
    public const int Write = RequestStore.Writes;

    /// <summary>ACT.</summary>
    public const int Activate = 2;

    /// <summary>PREpb.</summary>
    public const int Precharge = 3;

    /// <summary>Commands of a bank.</summary>
    public const int OfBank = 4;

    /// <summary>PREab.</summary>
    public const int PrechargeAll = 4;

    /// <summary>REFab.</summary>
    public const int Refresh = 5;

    /// <summary>All of them.</summary>
    public const int Count = 6;
}
