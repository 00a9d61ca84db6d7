namespace PimSim.Exploration;

/// <summary>A point of the front.</summary>
/// <param name="Point">Its number.</param>
/// <param name="Axes">Values of the axes, in their order.</param>
/// <param name="Objectives">Values of the objectives, in their order.</param>
/// <param name="IsKnee">True for the knee.</param>
public sealed record FrontPoint(long Point, IReadOnlyList<object?> Axes, IReadOnlyList<double> Objectives, bool IsKnee);
