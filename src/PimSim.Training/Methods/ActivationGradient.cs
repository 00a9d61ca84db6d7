namespace PimSim.Training;

/// <summary>The gradient that passes the sign of an activation x.</summary>
public enum ActivationGradient
{
    /// <summary>1 where |x| is at most 1, else 0: the clipped identity.</summary>
    ClippedIdentity,

    /// <summary>max(0, 2 - 2|x|): the derivative of a piecewise polynomial (Bi-Real net, Liu 2018).</summary>
    PiecewisePolynomial,
}
