namespace PimSim.Driver;

/// <summary>What came out of a kernel whose commands were executed on the banks.</summary>
/// <param name="Values">Values compared bit by bit with the host's: lanes of partial sums for a matrix, results otherwise.</param>
/// <param name="Mismatches">How many differ.</param>
/// <param name="ResultSha256">SHA-256 of the result as little-endian fp32, hexadecimal; lanes are joined 8-4-2-1 in fp32.</param>
/// <param name="MaxAbsoluteError">Largest distance of a result from the exact one, which the number format's rounding makes.</param>
public sealed record KernelCheck(long Values, long Mismatches, string ResultSha256, double MaxAbsoluteError);
