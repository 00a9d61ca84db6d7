namespace PimSim.Cluster;

/// <summary>What the store knows of the attempts at a point.</summary>
/// <param name="Number">The number of this attempt, from 1; 0 when the point has a result.</param>
/// <param name="LastWorker">Who tried before; empty for nobody.</param>
/// <param name="LastError">What was wrong then; empty where the worker could not say any more.</param>
internal sealed record PointAttempt(int Number, string LastWorker, string LastError);
