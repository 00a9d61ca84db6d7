namespace PimSim.Models;

/// <summary>Neighbouring address bits that are neighbouring bits of one field.</summary>
/// <param name="Field">Which.</param>
/// <param name="Low">Lowest bit within the field.</param>
/// <param name="Bits">How many.</param>
public readonly record struct AddressSegment(AddressField Field, int Low, int Bits);
