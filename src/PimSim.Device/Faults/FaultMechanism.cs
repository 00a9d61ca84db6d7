namespace PimSim.Device;

/// <summary>Ways in which bits go wrong, in the order in which they act on what is read.</summary>
public enum FaultMechanism
{
    /// <summary>Stored inverted.</summary>
    Write,

    /// <summary>Charge lost before the row was restored: the cell reads as discharged.</summary>
    Retention,

    /// <summary>Inverted by activates of neighbouring rows.</summary>
    Disturb,

    /// <summary>Always 0.</summary>
    StuckAtZero,

    /// <summary>Always 1.</summary>
    StuckAtOne,

    /// <summary>A bit line that always reads the same.</summary>
    DeadColumn,

    /// <summary>A row that cannot be read: its bits are a pattern of the bit lines.</summary>
    DeadRow,

    /// <summary>Inverted in the latched copy of one access.</summary>
    Read,

    /// <summary>Inverted after correction (<c>faults.ber</c>).</summary>
    BitError,
}
