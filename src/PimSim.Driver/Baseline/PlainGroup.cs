namespace PimSim.Driver;

/// <summary>Consecutive layers that a plain inference computes together; activations between them stay in the cache.</summary>
/// <param name="First">First layer.</param>
/// <param name="Count">Layers.</param>
/// <param name="Order">What stays in the cache.</param>
/// <param name="Passes">Weights stay: parts that the weights are cut into. Activations stay: blocks that the images are cut into.</param>
/// <param name="Block">Images that pass together.</param>
/// <param name="Bursts">All that it moves.</param>
internal sealed record PlainGroup(int First, int Count, PlainOrder Order, long Passes, long Block, long Bursts)
{
    public int Last => First + Count - 1;

    /// <summary>Times that the weights are read.</summary>
    public long WeightReads => Order == PlainOrder.WeightsStay ? 1 : Passes;

    /// <summary>Times that the activations that come in are read.</summary>
    public long InputReads => Order == PlainOrder.WeightsStay ? Passes : 1;
}
