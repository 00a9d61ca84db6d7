using System.Runtime.InteropServices;

namespace PimSim.Device;

/// <summary>What a bank would do next for the requests of one direction.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct OpenPageCandidate
{
    /// <summary>Where the cycle by the rules of its bank group stands.</summary>
    public int GroupSlot;

    /// <summary>Which, of <see cref="OpenPageCommand"/>.</summary>
    public int Command;

    /// <summary>For which request.</summary>
    public int Request;
}
