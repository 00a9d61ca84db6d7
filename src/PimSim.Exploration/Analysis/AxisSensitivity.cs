namespace PimSim.Exploration;

/// <summary>How an objective follows an axis.</summary>
/// <param name="Axis">Name of the axis.</param>
/// <param name="Objective">Name of the objective.</param>
/// <param name="VarianceShare">Share of the objective's variance that the means at the values of the axis explain, 0 to 1; null where it does not vary.</param>
/// <param name="Elasticity">Per cent that the objective changes for one per cent of the axis; null where either is not a positive number throughout, or does not vary.</param>
public sealed record AxisSensitivity(string Axis, string Objective, double? VarianceShare, double? Elasticity);
