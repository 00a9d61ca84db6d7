using CsCheck;
using PimSim.Tests;

namespace PimSim.Bnn.Tests.Sketching;

public sealed class AssociativeTreeTests
{
    /// <summary>Kruskal's algorithm over all edges, the root's included, finds the same weight.</summary>
    [Fact]
    public void The_tree_has_the_least_additions() => Gen.Select(Gen.ULong, Gen.Int[1, 6], Gen.Int[2, 70]).ForEach(60, (seed, channels, positions) =>
    {
        WeightSketch sketch = WeightSketch.Of(SketchWeights.Draw(seed, channels * positions), channels, 3, SketchMethod.Refined);
        int[][] bases = [.. Enumerable.Range(0, 3).SelectMany(b => sketch.Signs(b).ToArray().Select(s => (int)s).Chunk(positions))];
        var edges = new List<(int Cost, int From, int To)>();
        for (int i = 0; i < bases.Length; i++)
        {
            edges.Add((positions - 1, i, bases.Length));
            for (int j = 0; j < i; j++)
            {
                int d = bases[i].Zip(bases[j]).Count(pair => pair.First != pair.Second);
                edges.Add((Math.Min(d, positions - d), i, j));
            }
        }

        int[] part = [.. Enumerable.Range(0, bases.Length + 1)];
        int total = 0;
        foreach ((int cost, int from, int to) in edges.OrderBy(e => e.Cost))
        {
            (int a, int b) = (part[from], part[to]);
            if (a != b)
            {
                total += cost;
                part = [.. part.Select(p => p == a ? b : p)];
            }
        }

        AssociativeTree tree = AssociativeTree.Of(sketch);
        Assert.Equal(total, tree.TreeAdditions);
        Assert.Equal(bases.Length * (positions - 1), tree.PlainAdditions);
        Assert.True(tree.Roots >= 1);
    });

    [Fact]
    public void Columns_are_counted_with_their_masks()
    {
        // Two filters of 8 that differ in position 6 alone: with columns of 4 the difference lies in one of two columns.
        float[] weights = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, 1];
        AssociativeTree tree = AssociativeTree.Of(WeightSketch.Of(weights, 2, 1, SketchMethod.Direct));
        Assert.Equal((2, 8, 1), (tree.Bases, tree.Positions, tree.Roots));
        Assert.Equal((14L, 8L), (tree.PlainAdditions, tree.TreeAdditions));
        Assert.Equal((4L, 4L), (tree.PlainColumns(4), tree.TreeColumns(4)));
        Assert.Equal((2L, 3L), (tree.PlainColumns(8), tree.TreeColumns(8)));
    }

    [Fact]
    public void An_opposite_base_costs_nothing()
    {
        AssociativeTree tree = AssociativeTree.Of(WeightSketch.Of([1, -1, 1, -1, 1, -1], 2, 1, SketchMethod.Direct));
        Assert.Equal((1, 2L), (tree.Roots, tree.TreeAdditions));
        Assert.Equal(1, tree.TreeColumns(64));
    }

    /// <summary>Filters of different groups see different inputs.</summary>
    [Fact]
    public void Groups_share_nothing()
    {
        WeightSketch sketch = WeightSketch.Of(SketchWeights.Draw(4, 6 * 20), 6, 2, SketchMethod.Refined);
        AssociativeTree tree = AssociativeTree.Of(sketch, groups: 3);
        Assert.Equal(3, tree.Roots);
        Assert.All(tree.Steps.Where(s => !s.IsRoot), s => Assert.Equal(sketch.GroupOf(s.Parent, 3), sketch.GroupOf(s.Base, 3)));
        Assert.True(tree.TreeAdditions > AssociativeTree.Of(sketch).TreeAdditions);
    }
}
