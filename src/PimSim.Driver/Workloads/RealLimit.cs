namespace PimSim.Driver;

/// <summary>A threshold on real numbers: +1 iff (x &gt;= Limit) differs from Inverted.</summary>
/// <param name="Limit">fp32 limit, or negative infinity.</param>
/// <param name="Inverted">True: +1 where x is below the limit.</param>
public readonly record struct RealLimit(float Limit, bool Inverted);
