namespace PimSim.Cluster;

/// <summary>A point that a worker has.</summary>
/// <param name="Sweep">For which sweep.</param>
/// <param name="Point">The point.</param>
internal sealed record HeldPoint(string Sweep, WirePoint Point);
