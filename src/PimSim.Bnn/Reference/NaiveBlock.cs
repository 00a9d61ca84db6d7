namespace PimSim.Bnn;

/// <summary>One block of a network, ready to run on images.</summary>
internal sealed class NaiveBlock
{
    private readonly LayerPlan _plan;
    private readonly NaiveLayer _layer;
    private readonly DotThreshold[] _dotThresholds = [];
    private readonly RealThreshold[] _realThresholds = [];

    public NaiveBlock(LayerPlan plan)
    {
        _plan = plan;
        BinarizedWeights? binarized = plan.IsBinary ? plan.Binarized() : null;
        _layer = new NaiveLayer(plan, binarized);
        if (plan.HasSign && binarized is not null)
        {
            _dotThresholds = ThresholdFolding.FoldDots(plan.Norm, binarized.Scale, plan.Channels, plan.Positions);
        }
        else if (plan.HasSign)
        {
            _realThresholds = ThresholdFolding.FoldReals(plan.Norm, plan.Channels);
        }
    }

    /// <summary>Runs on the outputs of the block before, one of which is given.</summary>
    public LayerTrace Run(sbyte[]? signs, float[]? reals)
    {
        if (_plan.IsBinary)
        {
            int[] dots = _layer.Dots(signs!);
            return _plan.HasSign
                ? new LayerTrace { Plan = _plan, Dots = dots, Signs = Signs(dots, (dot, c) => _dotThresholds[c].Fires(dot)) }
                : new LayerTrace { Plan = _plan, Dots = dots, PooledDots = Pool(dots) };
        }

        float[] results = _layer.Reals(reals ?? Array.ConvertAll(signs!, s => (float)s));
        return _plan.HasSign
            ? new LayerTrace { Plan = _plan, Reals = results, Signs = Signs(results, (x, c) => _realThresholds[c].Fires(x)) }
            : new LayerTrace { Plan = _plan, Reals = results, PooledReals = Pool(results) };
    }

    // Batch norm falls where gamma is negative, so only a pool before it may be taken on the layer's results; the
    // maximum of normalized values is at least 0 iff one of them is, which is the maximum of the signs.
    private sbyte[] Signs<T>(T[] results, Func<T, int, bool> fires)
        where T : System.Numerics.IComparisonOperators<T, T, bool>
    {
        if (_plan.PoolPosition == PoolPosition.BeforeNorm)
        {
            results = Pool(results);
        }

        sbyte[] signs = new sbyte[results.Length];
        for (int i = 0; i < signs.Length; i++)
        {
            signs[i] = (sbyte)(fires(results[i], i % _plan.Channels) ? 1 : -1);
        }

        return _plan.PoolPosition == PoolPosition.BeforeNorm ? signs : Pool(signs);
    }

    private T[] Pool<T>(T[] values)
        where T : System.Numerics.IComparisonOperators<T, T, bool> =>
        NaivePooling.Max(values, _plan.LayerOutput, _plan.Pool, _plan.Output);
}
