namespace PimSim.Bnn;

/// <summary>One block of a network, ready to run on images.</summary>
internal sealed class NaiveBlock
{
    private readonly LayerPlan plan;
    private readonly NaiveLayer layer;
    private readonly DotThreshold[] dotThresholds = [];
    private readonly RealThreshold[] realThresholds = [];

    public NaiveBlock(LayerPlan plan)
    {
        this.plan = plan;
        BinarizedWeights? binarized = plan.IsBinary ? plan.Binarized() : null;
        layer = new NaiveLayer(plan, binarized);
        if (plan.HasThresholds && binarized is not null)
        {
            dotThresholds = plan.FoldedThresholds(binarized.Scale);
        }
        else if (plan.HasSign)
        {
            realThresholds = ThresholdFolding.FoldReals(plan.Norm, plan.Channels);
        }
    }

    /// <summary>Runs on the outputs of the block before, one of which is given.</summary>
    public LayerTrace Run(sbyte[]? signs, float[]? reals)
    {
        if (this.plan.IsBinary)
        {
            int[] dots = layer.Dots(signs is null ? Array.ConvertAll(reals!, x => (int)x) : Array.ConvertAll(signs, s => (int)s));
            return this.plan.OutputPlanes is { } planes
                ? new LayerTrace { Plan = this.plan, Dots = dots, Levels = Levels(dots, planes.Offset) }
                : this.plan.HasSign
                ? new LayerTrace { Plan = this.plan, Dots = dots, Signs = Signs(dots, (dot, c) => dotThresholds[c].Fires(dot)) }
                : new LayerTrace { Plan = this.plan, Dots = dots, PooledDots = Pool(dots) };
        }

        float[] results = layer.Reals(reals ?? Array.ConvertAll(signs!, s => (float)s));
        return this.plan.HasSign
            ? new LayerTrace { Plan = this.plan, Reals = results, Signs = Signs(results, (x, c) => realThresholds[c].Fires(x)) }
            : new LayerTrace { Plan = this.plan, Reals = results, PooledReals = Pool(results) };
    }

    // Batch norm falls where gamma is negative, so only a pool before it may be taken on the layer's results; the
    // maximum of normalized values is at least 0 iff one of them is, which is the maximum of the signs.
    private sbyte[] Signs<T>(T[] results, Func<T, int, bool> fires)
        where T : System.Numerics.IComparisonOperators<T, T, bool>
    {
        if (this.plan.PoolPosition == PoolPosition.BeforeNorm)
        {
            results = Pool(results);
        }

        sbyte[] signs = new sbyte[results.Length];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = (sbyte)(fires(results[i], i % this.plan.Channels) ? 1 : -1);
        }

        return this.plan.PoolPosition == PoolPosition.BeforeNorm ? signs : Pool(signs);
    }

    private int[] Levels(int[] results, int offset)
    {
        int[] values = this.plan.PoolPosition == PoolPosition.BeforeNorm ? Pool(results) : results;
        int[] levels = [.. values.Select((dot, i) =>
            offset + dotThresholds.AsSpan(i % this.plan.Channels * this.plan.PerChannel, this.plan.PerChannel).ToArray().Count(t => t.Fires(dot)))];
        return this.plan.PoolPosition == PoolPosition.BeforeNorm ? levels : Pool(levels);
    }

    private T[] Pool<T>(T[] values)
        where T : System.Numerics.IComparisonOperators<T, T, bool> =>
        NaivePooling.Max(values, this.plan.LayerOutput, this.plan.Pool, this.plan.Output);
}
