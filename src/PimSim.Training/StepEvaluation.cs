namespace PimSim.Training;

/// <summary>An evaluation between epochs.</summary>
/// <param name="Step">Updates before it.</param>
/// <param name="TestAccuracy">Fraction of the test images the folded network has right.</param>
public sealed record StepEvaluation(int Step, double TestAccuracy);
