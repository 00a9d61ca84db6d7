using System.Runtime.InteropServices;

namespace PimSim.Traces;

/// <summary>A command as another simulator places it; what it does not say, or says as -1, is -1.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct LocatedCommand
{
    public long Cycle;
    public long Channel;
    public long PseudoChannel;
    public long Rank;
    public long BankGroup;
    public long Bank;
    public long Row;

    /// <summary>In bursts.</summary>
    public long Column;

    public static LocatedCommand Nowhere { get; } = new() { Channel = -1, PseudoChannel = -1, Rank = -1, BankGroup = -1, Bank = -1, Row = -1, Column = -1 };
}
