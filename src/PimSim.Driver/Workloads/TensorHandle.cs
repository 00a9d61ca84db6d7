namespace PimSim.Driver;

/// <summary>Names a tensor of a <see cref="Workload"/>: 0 is the input, operation i makes i + 1.</summary>
/// <param name="Id">Number.</param>
public readonly record struct TensorHandle(int Id);
