namespace PimSim.Driver;

/// <summary>
/// Dot products without a mismatch where the border holds a true 0 and counts are the result: the device compares padded positions like
/// others, so they depend on which part of a window lies outside.
/// </summary>
/// <param name="ClassOfPosition">Border class of each output position, row by row.</param>
/// <param name="Tops">By border class * channels + channel: valid positions, plus twice the mismatches that padded ones always count.</param>
public sealed record CountTops(IReadOnlyList<int> ClassOfPosition, int[] Tops);
