namespace PimSim.Models;

/// <summary>What a command does to the banks in its scope, as far as a controller must know.</summary>
[Flags]
public enum CommandEffects
{
    /// <summary>No effect on rows or data (mode changes, clears).</summary>
    None = 0,

    /// <summary>Opens the row that it names.</summary>
    Opens = 1,

    /// <summary>Closes the open row (after its data phase, for auto-precharge).</summary>
    Closes = 2,

    /// <summary>Reads a column of the open row.</summary>
    Reads = 4,

    /// <summary>Writes a column of the open row.</summary>
    Writes = 8,

    /// <summary>Refreshes rows; the banks in scope must be closed.</summary>
    Refreshes = 16,

    /// <summary>Makes processing units work.</summary>
    Computes = 32,

    /// <summary>Enters or leaves all-bank mode; the banks in scope must be closed.</summary>
    SetsMode = 64,

    /// <summary>Takes data from the data bus.</summary>
    BusIn = 128,

    /// <summary>Puts data on the data bus.</summary>
    BusOut = 256,
}
