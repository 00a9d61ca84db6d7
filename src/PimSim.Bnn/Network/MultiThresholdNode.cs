namespace PimSim.Bnn;

/// <summary>
/// Several integer thresholds a channel (the fastest axis): the output is a whole number, <see cref="Offset"/> plus how many of
/// the channel's thresholds fire. Activations of several bits look like this once they are folded. Thresholds are on the whole numbers that a
/// binary layer of scale 1 gives; a binary layer that follows takes the output in bit planes.
/// </summary>
public sealed record MultiThresholdNode : NetworkNode
{
    /// <summary>The most thresholds a channel.</summary>
    public const int MaxPerChannel = 255;

    /// <summary>Thresholds of each channel, 1 to <see cref="MaxPerChannel"/>.</summary>
    public required int PerChannel { get; init; }

    /// <summary>The output where none fires.</summary>
    public required int Offset { get; init; }

    /// <summary>Channels x <see cref="PerChannel"/>, in any order; those of a channel have one direction.</summary>
    public required DotThreshold[] Thresholds { get; init; }
}
