namespace PimSim.Training;

/// <summary>How many weights of a binary layer changed their sign.</summary>
/// <param name="Layer">The convolution's name.</param>
/// <param name="Fraction">Fraction of the layer's weights.</param>
public sealed record SignFlips(string Layer, double Fraction);
