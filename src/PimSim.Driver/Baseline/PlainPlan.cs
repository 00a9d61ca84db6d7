using PimSim.Core;

namespace PimSim.Driver;

/// <summary>
/// Cuts a workload into groups of layers and orders so that as few bursts as possible go over the buses, with half of the cache for
/// what stays and half for what passes.
/// </summary>
internal sealed class PlainPlan
{
    private readonly IReadOnlyList<LayerTraffic> layers;
    private readonly int images;
    private readonly long half;

    private PlainPlan(IReadOnlyList<LayerTraffic> layers, int images, long half)
    {
        this.layers = layers;
        this.images = images;
        this.half = half;
    }

    /// <summary>The groups in order.</summary>
    /// <param name="workload">The workload, for faults.</param>
    /// <param name="layers">Sizes of its layers.</param>
    /// <param name="images">Images.</param>
    /// <param name="half">Bursts in half of the cache.</param>
    /// <exception cref="UserErrorException">PIM0724: a layer needs a larger cache.</exception>
    public static IReadOnlyList<PlainGroup> Create(Workload workload, IReadOnlyList<LayerTraffic> layers, int images, long half)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            if (layers[i].Working > half)
            {
                throw new UserErrorException(
                    "PIM0724",
                    $"the host's cache is too small for layer '{workload.Operations[i].Name}': half of it holds {half} bursts, the rows under a kernel or the weights of a channel take {layers[i].Working}",
                    null,
                    "raise 'host.cacheKiB'");
            }
        }

        return new PlainPlan(layers, images, half).Best();
    }

    /// <summary>The cheapest way to the end of each layer from the cheapest ways to the ends before it.</summary>
    private List<PlainGroup> Best()
    {
        var cost = new long[layers.Count + 1];
        var group = new PlainGroup[layers.Count + 1];
        for (int end = 1; end <= layers.Count; end++)
        {
            cost[end] = long.MaxValue;
            for (int first = 0; first < end; first++)
            {
                foreach (PlainGroup g in Orders(first, end - first))
                {
                    if (cost[first] + g.Bursts < cost[end])
                    {
                        (cost[end], group[end]) = (cost[first] + g.Bursts, g);
                    }
                }
            }
        }

        List<PlainGroup> result = [];
        for (int end = layers.Count; end > 0; end = group[end].First)
        {
            result.Insert(0, group[end]);
        }

        return result;
    }

    private IEnumerable<PlainGroup> Orders(int first, int count)
    {
        IEnumerable<LayerTraffic> inside = layers.Skip(first).Take(count);
        long weights = inside.Sum(l => l.Weights);
        long activations = inside.Max(l => l.Activations);
        long input = layers[first].Input * images;
        long output = layers[first + count - 1].Output * images;
        if (count == 1 || (weights <= half && activations <= half))
        {
            long parts = Parts(weights, half);
            yield return new PlainGroup(first, count, PlainOrder.WeightsStay, parts, 1, weights + (parts * input) + output);
        }

        if (activations <= half)
        {
            long block = Math.Min(images, half / activations);
            long blocks = Parts(images, block);
            yield return new PlainGroup(first, count, PlainOrder.ActivationsStay, blocks, block, (blocks * weights) + input + output);
        }
    }

    private static long Parts(long all, long each) => (all + each - 1) / each;
}
