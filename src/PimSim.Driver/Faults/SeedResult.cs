using PimSim.Device;

namespace PimSim.Driver;

/// <summary>What came of one fault seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Correct">Images classified right.</param>
/// <param name="Total">Images.</param>
/// <param name="Faults">Faults that the run met.</param>
public sealed record SeedResult(ulong Seed, int Correct, int Total, FaultCounts Faults)
{
    /// <summary>Fraction classified right.</summary>
    public double Accuracy => (double)Correct / Total;
}
