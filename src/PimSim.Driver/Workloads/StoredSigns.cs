using PimSim.Bits;

namespace PimSim.Driver;

/// <summary>Kind (b): the binarized set. One row per output channel, bit 1 = -1.</summary>
/// <param name="Signs">Output channels x patch elements.</param>
/// <param name="Scale">alpha.</param>
public sealed record StoredSigns(PackedMatrix Signs, float Scale) : BinaryWeights;
