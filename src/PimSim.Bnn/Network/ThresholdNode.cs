namespace PimSim.Bnn;

/// <summary>
/// Integer thresholds in the place of batch norm and sign, as networks have them that were folded elsewhere: +1 where the
/// threshold of the channel (the fastest axis) fires, else -1. Thresholds are on the whole numbers that a binary layer of scale 1
/// gives: sums of +-1 weights times inputs.
/// </summary>
public sealed record ThresholdNode : NetworkNode
{
    /// <summary>
    /// One threshold a channel. A limit beyond what the layer can give makes a constant; <see cref="DotThreshold.OfMatches"/> makes one
    /// from a popcount.
    /// </summary>
    public required DotThreshold[] Thresholds { get; init; }
}
