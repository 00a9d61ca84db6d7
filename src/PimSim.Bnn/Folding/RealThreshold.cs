namespace PimSim.Bnn;

/// <summary>A threshold on fp32 values, for sign (with or without batch norm) after a real layer.</summary>
/// <param name="Limit">Finite, or negative infinity where the output is the same for every finite x; never -0.</param>
/// <param name="Inverted">False: +1 iff x &gt;= Limit. True: +1 iff not x &gt;= Limit.</param>
public readonly record struct RealThreshold(float Limit, bool Inverted)
{
    /// <summary>+1 for every finite x.</summary>
    public static RealThreshold Always { get; } = new(float.NegativeInfinity, Inverted: false);

    /// <summary>-1 for every finite x.</summary>
    public static RealThreshold Never { get; } = new(float.NegativeInfinity, Inverted: true);

    /// <summary>Whether the output is +1.</summary>
    public bool Fires(float x) => (x >= Limit) != Inverted;
}
