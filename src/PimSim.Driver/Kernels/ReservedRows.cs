using PimSim.Models;

namespace PimSim.Driver;

/// <summary>The rows at the end of every bank that hold no data: accesses to them reach registers and ask for modes.</summary>
internal static class ReservedRows
{
    /// <summary>Rows that data must leave free.</summary>
    public const int Count = 4;

    /// <summary>Registers of the units: control in the even banks, program and input in the odd ones.</summary>
    public static int Registers(Organization o) => o.Rows - 1;

    /// <summary>Written in single-bank mode: on to all-bank mode.</summary>
    public static int Enter(Organization o) => o.Rows - 2;

    /// <summary>Written in all-bank mode: back to single-bank mode.</summary>
    public static int Leave(Organization o) => o.Rows - 3;

    /// <summary>Read before and after a kernel, so that every bank is known to be away from the host's data.</summary>
    public static int Park(Organization o) => o.Rows - 4;
}
