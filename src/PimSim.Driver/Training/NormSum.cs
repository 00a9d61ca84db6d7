namespace PimSim.Driver;

/// <summary>Sums over a batch that batch norm needs, a channel each.</summary>
internal enum NormSum
{
    /// <summary>Of the results.</summary>
    Results,

    /// <summary>Of squared deviations.</summary>
    Squares,

    /// <summary>Gradient of the scale.</summary>
    Gamma,

    /// <summary>Gradient of the shift.</summary>
    Beta,
}
