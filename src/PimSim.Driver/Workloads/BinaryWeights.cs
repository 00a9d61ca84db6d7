namespace PimSim.Driver;

/// <summary>Weights of a binary operation as they are stored in the device.</summary>
public abstract record BinaryWeights;
