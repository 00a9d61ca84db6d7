namespace PimSim.Exploration;

/// <summary>How points are chosen.</summary>
/// <param name="Kind">By which sampler.</param>
/// <param name="Points">Points in all; 0 for a grid, whose axes say it.</param>
/// <param name="Round">Points of a round of <see cref="SamplerKind.Adaptive"/>; else all of them.</param>
/// <param name="Seed">Seed of what is drawn.</param>
public sealed record SamplerSettings(SamplerKind Kind, int Points, int Round, ulong Seed);
