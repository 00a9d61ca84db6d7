namespace PimSim.Models;

/// <summary>Bits of one field that are exchanged for their exclusive or with bits of another one.</summary>
/// <param name="Target">Field that changes.</param>
/// <param name="TargetLow">Its lowest bit that does.</param>
/// <param name="Source">Field that is mixed in, itself unchanged.</param>
/// <param name="SourceLow">Its lowest bit.</param>
/// <param name="Bits">How many.</param>
public readonly record struct AddressXor(AddressField Target, int TargetLow, AddressField Source, int SourceLow, int Bits);
