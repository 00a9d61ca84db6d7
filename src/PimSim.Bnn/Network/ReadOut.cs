using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>How the host tells the class from what the last layer gives.</summary>
public abstract record ReadOut : IReadOut
{
    /// <inheritdoc/>
    public abstract int Classify(ReadOnlySpan<float> scores);
}
