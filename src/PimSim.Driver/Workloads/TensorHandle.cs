namespace PimSim.Driver;

/// <summary>Names a tensor of a <see cref="Workload"/>: 0 is the input, the operations make 1, 2 ... in order.</summary>
/// <param name="Id">Number.</param>
public readonly record struct TensorHandle(int Id);
