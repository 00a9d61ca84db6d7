using PimSim.Bits;
using PimSim.Bnn;

namespace PimSim.Training;

/// <summary>
/// Memory for the gradients of a graph's results. A gradient is needed from the last layer that takes the result back to the layer that made
/// it, so that a few arrays serve all.
/// </summary>
internal sealed class GradientMemory
{
    private readonly Dictionary<string, AlignedFloats> arrays = new(StringComparer.Ordinal);
    private readonly List<AlignedFloats> free = [];

    /// <param name="layers">The layers in order.</param>
    /// <param name="lengths">Length of each layer's gradient, all images.</param>
    public GradientMemory(IReadOnlyList<LayerTemplate> layers, IReadOnlyDictionary<string, int> lengths)
    {
        Begins = Uses(layers);
        Take(layers[^1].Name, lengths[layers[^1].Name]);
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            foreach (string begun in Begins[i])
            {
                Take(begun, lengths[begun]);
            }

            free.Add(arrays[layers[i].Name]);
        }
    }

    /// <summary>For each layer the results whose gradients begin with it on the way back: nobody behind it takes them.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Begins { get; }

    /// <summary>The memory of a result's gradient; longer than needed, it may be.</summary>
    public AlignedFloats this[string name] => arrays[name];

    private static List<string>[] Uses(IReadOnlyList<LayerTemplate> layers)
    {
        var met = new HashSet<string>(StringComparer.Ordinal) { BnnNetwork.InputName };
        var begins = new List<string>[layers.Count];
        for (int i = layers.Count - 1; i >= 0; i--)
        {
            begins[i] = [.. layers[i].Inputs.Where(met.Add)];
        }

        return begins;
    }

    /// <summary>The smallest free array that is long enough, or a new one.</summary>
    private void Take(string name, int length)
    {
        AlignedFloats? best = free.Where(a => a.Length >= length).MinBy(a => a.Length);
        if (best is not null)
        {
            free.Remove(best);
        }

        arrays.Add(name, best ?? new AlignedFloats(length));
    }
}
