namespace PimSim.Driver;

/// <summary>Numbers that a training writes to the cells of a domain together.</summary>
/// <param name="Tensor">Of what.</param>
/// <param name="Block">Of which block; 0 for the fully connected layer.</param>
/// <param name="Column">Which column of each record.</param>
/// <param name="Slot">Of which of the domain's blocks of images.</param>
public readonly record struct TrainingColumn(TrainingTensor Tensor, int Block = 0, int Column = 0, int Slot = 0);
