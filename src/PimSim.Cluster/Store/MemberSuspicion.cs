namespace PimSim.Cluster;

/// <summary>Another worker that takes one for dead.</summary>
/// <param name="By">Who does.</param>
/// <param name="At">Since when.</param>
internal sealed record MemberSuspicion(string By, DateTime At);
