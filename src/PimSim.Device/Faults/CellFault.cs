using PimSim.Models;

namespace PimSim.Device;

/// <summary>A cell of a row that something is wrong with.</summary>
/// <param name="Column">Column access.</param>
/// <param name="Bit">Bit of the column access; check bits follow the data bits.</param>
/// <param name="Mechanism">What is wrong.</param>
/// <param name="Value">What it reads as, where it does not invert.</param>
/// <param name="Kind">What the cell holds.</param>
internal readonly record struct CellFault(int Column, int Bit, FaultMechanism Mechanism, bool Value, TensorKind Kind)
{
    /// <summary>The bit as read where <paramref name="stored"/> is what the mechanisms before left.</summary>
    public bool Read(bool stored) => Mechanism is FaultMechanism.Write or FaultMechanism.Disturb or FaultMechanism.BitError ? !stored : Value;
}
