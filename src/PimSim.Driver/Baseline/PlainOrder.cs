namespace PimSim.Driver;

/// <summary>What of a group of layers stays in the host's cache while the rest passes.</summary>
public enum PlainOrder
{
    /// <summary>Weights: they are read once, in parts where they do not fit; image after image passes for each part.</summary>
    WeightsStay,

    /// <summary>Activations: a block of images goes through the layers; the weights pass once for each block.</summary>
    ActivationsStay,
}
