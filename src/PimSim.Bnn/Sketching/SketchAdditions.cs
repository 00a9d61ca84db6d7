using PimSim.Driver;

namespace PimSim.Bnn;

/// <summary>
/// The bases of a sketched layer as sums on SIMD lanes: an operand for each position of a filter, groups of channels one after the other.
/// </summary>
public static class SketchAdditions
{
    /// <summary>Each base on its own, filter by filter, then bit by bit.</summary>
    public static AdditionPlan Separate(LayerSketch layer) =>
        Plan(layer, Enumerable.Range(0, layer.Tree.Bases).Select(b => new AdditionSum(AdditionSum.None, 0, Coefficients(layer, b, null))));

    /// <summary>Along the tree, in the order of its steps.</summary>
    public static AdditionPlan Associative(LayerSketch layer)
    {
        var number = new Dictionary<int, int>();
        foreach (AssociativeStep step in layer.Tree.Steps)
        {
            number.Add(step.Base, number.Count);
        }

        return Plan(layer, layer.Tree.Steps.Select(s => s.IsRoot
            ? new AdditionSum(AdditionSum.None, 0, Coefficients(layer, s.Base, null))
            : new AdditionSum(number[s.Parent], s.Sign, Coefficients(layer, s.Base, s.Positions))));
    }

    private static AdditionPlan Plan(LayerSketch layer, IEnumerable<AdditionSum> sums) =>
        new(layer.Weights.Positions * layer.Groups, layer.Weights.Positions, [.. sums]);

    /// <summary>The signs of a base where it is computed, 0 elsewhere.</summary>
    private static sbyte[] Coefficients(LayerSketch layer, int number, int[]? positions)
    {
        int count = layer.Weights.Positions;
        int channels = layer.Weights.Channels;
        ReadOnlySpan<sbyte> signs = layer.Weights.Signs(number / channels).Slice(number % channels * count, count);
        sbyte[] all = new sbyte[count * layer.Groups];
        Span<sbyte> own = all.AsSpan(layer.Weights.GroupOf(number, layer.Groups) * count, count);
        if (positions is null)
        {
            signs.CopyTo(own);
        }

        foreach (int p in positions ?? [])
        {
            own[p] = signs[p];
        }

        return all;
    }
}
