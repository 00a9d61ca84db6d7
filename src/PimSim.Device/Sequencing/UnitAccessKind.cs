namespace PimSim.Device;

/// <summary>What a unit operation moves besides what is in the unit: a command can only trigger instructions that move the same.</summary>
public enum UnitAccessKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A word from the bus.</summary>
    BusIn,

    /// <summary>A word to the bus.</summary>
    BusOut,

    /// <summary>A column of the open row, read.</summary>
    RowRead,

    /// <summary>A column of the open row, written.</summary>
    RowWrite,
}
