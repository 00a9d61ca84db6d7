namespace PimSim.Bnn;

/// <summary>
/// Batch norm of one channel as exact numbers: decides whether gamma * (y - mean) / sqrt(variance + epsilon) + beta is
/// at least 0 without rounding anything. The square root is positive, so with V = variance + epsilon the question is
/// the sign of gamma * (y - mean) + beta * sqrt(V), which comparing squares answers.
/// </summary>
internal readonly struct ChannelNorm
{
    private readonly Dyadic gamma;
    private readonly Dyadic mean;
    private readonly int betaSign;
    private readonly Dyadic betaSquaredV;

    /// <param name="norm">The node; its parameters are checked by <see cref="NormChecks"/>.</param>
    /// <param name="channel">The channel.</param>
    public ChannelNorm(BatchNormNode norm, int channel)
    {
        var beta = Dyadic.From(norm.Beta[channel]);
        gamma = Dyadic.From(norm.Gamma[channel]);
        mean = Dyadic.From(norm.Mean[channel]);
        betaSign = beta.Sign;
        betaSquaredV = beta * beta * (Dyadic.From(norm.Variance[channel]) + Dyadic.From(norm.Epsilon));
    }

    /// <summary>The sign of gamma: how the result moves with y.</summary>
    public int Slope => gamma.Sign;

    /// <summary>Whether the normalized value of <paramref name="y"/> is at least 0.</summary>
    public bool Fires(Dyadic y)
    {
        Dyadic a = gamma * (y - mean);
        return (a.Sign >= 0, betaSign >= 0) switch
        {
            (true, true) => true,
            (true, false) => ((a * a) - betaSquaredV).Sign >= 0,
            (false, true) => (betaSquaredV - (a * a)).Sign >= 0,
            (false, false) => false,
        };
    }
}
