namespace PimSim.Exploration;

/// <summary>Evaluates the points of a round, in this process or elsewhere. Whoever does it, a description has one result.</summary>
public interface IPointExecutor
{
    /// <summary>Evaluates all points and hands results on in batches, on the calling thread.</summary>
    /// <param name="points">What to evaluate.</param>
    /// <param name="describe">What a point is.</param>
    /// <param name="store">Makes results durable.</param>
    /// <param name="cancellation">Ends it after what is evaluated has been stored.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    void Evaluate(
        IReadOnlyList<PlannedPoint> points, Func<PlannedPoint, PointDescription> describe, Action<IReadOnlyList<JournalEntry>> store, CancellationToken cancellation);
}
