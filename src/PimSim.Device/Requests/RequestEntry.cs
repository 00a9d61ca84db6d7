using System.Runtime.InteropServices;

namespace PimSim.Device;

/// <summary>A waiting request, and its places in the lists of <see cref="RequestStore"/>.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct RequestEntry
{
    /// <summary>Cycle at which it entered.</summary>
    public long Entered;

    /// <summary>Its number in order of arrival, over both directions.</summary>
    public long Order;

    /// <summary>Row.</summary>
    public int Row;

    /// <summary>Column access.</summary>
    public int Column;

    /// <summary>Bank in the pseudo-channel, rank * banks + bank.</summary>
    public int Bank;

    /// <summary>A later one of the same burst that must not pass it, or <see cref="RequestStore.None"/>.</summary>
    public int Successor;

    public int NextInBank;

    public int PreviousInBank;

    /// <summary><see cref="RequestStore.Reads"/> or <see cref="RequestStore.Writes"/>.</summary>
    public int Direction;

    /// <summary>What had to be done for its row.</summary>
    public RequestOrigin Origin;
}
