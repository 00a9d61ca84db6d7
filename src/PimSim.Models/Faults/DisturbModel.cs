namespace PimSim.Models;

/// <summary>Disturbance by activates of neighbouring rows.</summary>
/// <param name="FlipsPerActivation">Expected inversions of a cell for each activate of a row beside it above the threshold, within a refresh window.</param>
/// <param name="Threshold">Activates within a refresh window that no cell notices.</param>
public sealed record DisturbModel(double FlipsPerActivation, double Threshold);
