namespace PimSim.Bnn;

/// <summary>
/// A threshold as the device holds it, on a count of mismatches m. A channel that is always or never on in one border
/// class keeps the direction of its other classes, so that all entries of a channel pool alike.
/// </summary>
/// <param name="Limit">The limit; from -1 (never, direction false) to K + 1 (never, direction true).</param>
/// <param name="Direction">False: +1 iff m &lt;= Limit. True: +1 iff m &gt;= Limit.</param>
public readonly record struct IntegerThreshold(int Limit, bool Direction)
{
    /// <summary>The largest K (positions of one output) whose limits fit the device's signed 24 bits.</summary>
    public const int MaxPositions = (1 << 23) - 2;

    /// <summary>Whether the output is +1.</summary>
    public bool Fires(int mismatches) => Direction ? mismatches >= Limit : mismatches <= Limit;
}
