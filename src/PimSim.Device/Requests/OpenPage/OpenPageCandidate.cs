using System.Runtime.InteropServices;

namespace PimSim.Device;

/// <summary>What a bank would do next for the requests of one direction, and since when its own rules allow it.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OpenPageCandidate
{
    /// <summary>Cycle by the rules that are counted in the bank.</summary>
    public long BankFree;

    /// <summary>Class and age of the command, below the bits of its distance from now.</summary>
    public long Key;

    /// <summary>Where the cycle by the rules of its bank group stands.</summary>
    public int GroupSlot;

    /// <summary>Which, of <see cref="OpenPageCommand"/>.</summary>
    public int Command;

    /// <summary>For which request.</summary>
    public int Request;
}
