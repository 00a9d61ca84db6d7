namespace PimSim.Bnn;

/// <summary>Where the max-pool of a block stands.</summary>
public enum PoolPosition
{
    /// <summary>Directly after the layer: the maximum of its results.</summary>
    BeforeNorm,

    /// <summary>Between batch norm and sign: the maximum of the normalized values.</summary>
    AfterNorm,

    /// <summary>After sign: the maximum of +-1.</summary>
    AfterSign,
}
