namespace PimSim.Training;

/// <summary>A block's parameters in one domain, and what that domain's units take for a step.</summary>
internal sealed class CellCopy
{
    private readonly int depth;

    public CellCopy(CellPort cells, BlockGeometry geometry, TrainingOptions options, int block)
    {
        Cells = cells;
        int channels = geometry.Convolution.OutChannels;
        depth = geometry.Convolution.Depth;
        float[] values = InitialWeights.Uniform(options.Seed, block, channels * depth, depth);
        cells.Math.Round(values);
        Weights = geometry.IsBinary ? new CellClip(cells, options, block, channels, values) : new CellRealWeights(cells, options.Optimizer, block, values);
        Norm = new CellNorm(cells, options.Optimizer, block, channels);
        Counts = geometry.IsBinary ? new BinaryForwardConvolution(geometry, options.BatchSize) : null;
        (MeanShift, MeanScale, Factors) = (new float[channels], new float[channels], new float[channels]);
    }

    /// <summary>The domain's cells.</summary>
    public CellPort Cells { get; }

    public CellWeights Weights { get; }

    public CellNorm Norm { get; }

    /// <summary>Mean of the shift's gradient.</summary>
    public float[] MeanShift { get; }

    /// <summary>Negated mean of the scale's gradient.</summary>
    public float[] MeanScale { get; }

    /// <summary>What gradients of the unscaled results are multiplied with.</summary>
    public float[] Factors { get; }

    /// <summary>Counts with the signs as they are read.</summary>
    public BinaryForwardConvolution? Counts { get; }

    /// <summary>A step begins.</summary>
    public void Begin()
    {
        Weights.BeginStep();
        Counts?.SetWeights(Weights.Effective);
    }

    /// <summary>Takes totals of the parameter gradients, and makes of them what every result's gradient takes.</summary>
    public void TakeGradients(ReadOnlySpan<float> gamma, ReadOnlySpan<float> beta, int results)
    {
        LaneMath math = Cells.Math;
        Norm.Gamma.TakeGradient(gamma);
        Norm.Beta.TakeGradient(beta);
        float count = math.Round(results);
        ReadOnlySpan<float> scales = Weights.Scales;
        for (int c = 0; c < MeanScale.Length; c++)
        {
            MeanScale[c] = math.Subtract(0f, math.Divide(Norm.Gamma.Gradient[c], count));
            MeanShift[c] = math.Divide(Norm.Beta.Gradient[c], count);
            Factors[c] = math.Multiply(Norm.Gamma.Values[c], Norm.Inverse[c]);
            Factors[c] = scales.IsEmpty ? Factors[c] : math.Multiply(Factors[c], scales[c]);
        }
    }

    /// <summary>As it goes into a network file.</summary>
    public ExportedBlock Export() => new(Weights.Export(), depth, Norm.Gamma.Values, Norm.Beta.Values, Norm.RunningMean, Norm.RunningVariance);

    public void Update(ReadOnlySpan<float> weightGradient, in UpdateStep step)
    {
        Norm.Gamma.Step(step);
        Norm.Beta.Step(step);
        Weights.Update(weightGradient, step);
    }
}
