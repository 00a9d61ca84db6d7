using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>The class of the first of the highest scores.</summary>
public sealed record ArgMaxReadOut : ReadOut
{
    /// <inheritdoc/>
    public override int Classify(ReadOnlySpan<float> scores) => FirstMaximum.Of(scores);
}
