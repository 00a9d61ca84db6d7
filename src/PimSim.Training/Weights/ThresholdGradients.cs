namespace PimSim.Training;

/// <summary>Gradients of both clip thresholds.</summary>
internal readonly record struct ThresholdGradients(float Lower, float Upper);
