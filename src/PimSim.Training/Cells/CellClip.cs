using PimSim.Bnn;
using PimSim.Driver;

namespace PimSim.Training;

/// <summary>
/// Weights that a method binarizes, as a domain's cells hold them and its lanes work on them, in the order of the device's update. Every lane has copies of the
/// thresholds, which faults make differ.
/// </summary>
internal sealed class CellClip : CellWeights
{
    private readonly CellPort cells;
    private readonly LaneMath math;
    private readonly TrainingMethod method;
    private readonly int block;
    private readonly int channels;
    private readonly int depth;
    private readonly int stride;
    private readonly int usedUnits;
    private readonly float learnedFactor;
    private readonly bool isScaled;
    private readonly CellStandardization? standardization;
    private readonly CellParameter? lowerParameter;
    private readonly CellParameter? upperParameter;
    private readonly float[] lower;
    private readonly float[] upper;
    private readonly float[] mean;
    private readonly float[] scale;
    private readonly float[] ownScales;
    private readonly float[] signs;
    private readonly float[] transposed;
    private readonly float[] excess;
    private readonly float[] scales;

    // The mean magnitude that the host has from the units, for the quantiles of the next step.
    private readonly float[] hostMean = new float[1];
    private double tau = ReCuMethod.TauOf(1, 1);

    public CellClip(CellPort cells, TrainingOptions options, int block, int channels, float[] values)
    {
        (this.cells, this.block, this.channels, method, math) = (cells, block, channels, options.Method, cells.Math);
        OptimizerOptions optimizer = options.Optimizer;
        depth = values.Length / channels;
        stride = Lanes(depth) * cells.Lanes;
        usedUnits = Math.Min(cells.Units, Lanes(channels));
        isScaled = optimizer.Kind == OptimizerKind.Sgd;
        learnedFactor = math.Round(1f / MathF.Sqrt(values.Length));
        standardization = method switch
        {
            TrainingMethod.StandardizedClipping => new CellStandardization(cells, block, 1f, channels, depth, stride),
            TrainingMethod.ReCu => new CellStandardization(cells, block, ReCuMethod.Deviation, channels, depth, stride),
            _ => null,
        };
        int copies = usedUnits * cells.Lanes;
        (lower, upper, mean, scale) = (new float[copies], new float[copies], new float[copies], new float[copies]);
        (ownScales, scales, excess) = (new float[ScalesChannels ? channels : 0], new float[HasScale ? channels : 0], new float[channels]);
        (signs, transposed) = (new float[values.Length], new float[values.Length]);
        Weights = new CellParameter(cells, optimizer, new TrainingColumn(TrainingTensor.Weights, block), Padded(values));
        if (Learns)
        {
            lowerParameter = new CellParameter(cells, optimizer, At(ScalarColumn.LowerParameter), new float[copies]);
            upperParameter = new CellParameter(cells, optimizer, At(ScalarColumn.UpperParameter), new float[copies]);
        }

        Start(options.Clipping);
    }

    public override CellParameter Weights { get; }

    public override ReadOnlySpan<float> Effective => signs;

    public override ReadOnlySpan<float> Transposed => transposed;

    public override ReadOnlySpan<float> Scales => scales;

    public override ClipRange? Range => !Learns || !float.IsFinite(Median(lower)) || !float.IsFinite(Median(upper)) ? null : new ClipRange(Median(lower), Median(upper));

    public override IEnumerable<(TrainingColumn Column, float[] Values)> Stored
    {
        get
        {
            IEnumerable<(TrainingColumn, float[])> all =
            [
                .. Weights.Stored, .. standardization?.Stored ?? [], .. lowerParameter?.Stored ?? [], .. upperParameter?.Stored ?? [],
                (At(ScalarColumn.Lower), lower), (At(ScalarColumn.Upper), upper), (At(ScalarColumn.Mean), mean), (At(ScalarColumn.Scale), scale),
                (new TrainingColumn(TrainingTensor.Signs, block), signs), (new TrainingColumn(TrainingTensor.TransposedSigns, block), transposed),
            ];
            return ScalesChannels ? [.. all, (new TrainingColumn(TrainingTensor.Norm, block, NormColumn.Scale), ownScales)] : all;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Where there are faults, what follows from the weights does not follow from what is read of them.</remarks>
    public override IEnumerable<KeyValuePair<string, float[]>> State
    {
        get
        {
            if (!cells.HasFaults)
            {
                return [.. Weights.State("weights"), .. Learned];
            }

            return
            [
                .. Weights.State("weights"), .. lowerParameter?.State("lower") ?? [], .. upperParameter?.State("upper") ?? [],
                new("range.lower", lower), new("range.upper", upper), new("mean", mean), new("scale", scale), new("ownScales", ownScales),
                new("signs", signs), new("transposed", transposed), new("excess", excess), new("hostMean", hostMean),
                .. standardization is null ? Array.Empty<KeyValuePair<string, float[]>>() : [new("standard", standardization.Values), new("deviations", standardization.Inverse)],
            ];
        }
    }

    private IEnumerable<KeyValuePair<string, float[]>> Learned =>
        Learns ? lowerParameter!.State("learned.lower").Concat(upperParameter!.State("learned.upper")) : [];

    private bool Learns => method is TrainingMethod.RelativeClipping or TrainingMethod.AbsoluteClipping or TrainingMethod.StandardizedClipping;

    private bool ScalesChannels => method is TrainingMethod.ReCu or TrainingMethod.XnorNet;

    private bool HasScale => method != TrainingMethod.Sign;

    private bool IsInclusive => method is not (TrainingMethod.AbsoluteClipping or TrainingMethod.StandardizedClipping);

    /// <summary>What is clipped.</summary>
    private float[] Values => standardization?.Values ?? Weights.Values;

    private float Floor => math.Round(AbsoluteClipping.Floor);

    public override int ExcessMismatches(int channel) => (int)excess[channel];

    public override void BeginEpoch(int epoch, int epochs) => tau = ReCuMethod.TauOf(epoch, epochs);

    public override void Resume()
    {
        if (cells.HasFaults)
        {
            TakeScales();
            return;
        }

        FollowParameters();
        Prepare();
    }

    /// <summary>Quantiles from the host, and the scales that follow from them.</summary>
    public override void BeginStep()
    {
        if (method != TrainingMethod.ReCu)
        {
            return;
        }

        float quantile = Quantile();
        Fill(lower, -quantile, ScalarColumn.Lower);
        Fill(upper, quantile, ScalarColumn.Upper);
        ChannelSums(Values, _ => -quantile, _ => quantile).CopyTo(ownScales, 0);
        KeepOwnScales();
    }

    public override void Update(ReadOnlySpan<float> gradient, in UpdateStep step)
    {
        Padded(gradient).CopyTo(Weights.Gradient, 0);
        math.Round(Weights.Gradient);
        Weights.WriteGradient();
        (float below, float above) = Learns ? ThresholdSums() : (0f, 0f);
        UpdateWeights(step);
        if (Learns)
        {
            bool isRelative = method == TrainingMethod.RelativeClipping;
            Learn(lowerParameter!, isRelative ? -below : below, isRelative ? 1f : float.NegativeInfinity, isRelative ? float.PositiveInfinity : -Floor, step, isRelative ? null : lower, ScalarColumn.Lower);
            Learn(upperParameter!, above, isRelative ? 1f : Floor, float.PositiveInfinity, step, isRelative ? null : upper, ScalarColumn.Upper);
        }

        if (method == TrainingMethod.RelativeClipping)
        {
            TakeRange(Total(Magnitudes(Weights.Values)));
            TakeRange(Total(WriteBack()));
        }

        Prepare();
    }

    public override StoredWeights Export()
    {
        if (!cells.HasFaults && Learns)
        {
            return new StoredWeights(new ClippedWeights(Own(Values), lower[0], upper[0]));
        }

        if (method == TrainingMethod.ReCu)
        {
            float quantile = Quantile();
            return new StoredWeights(PackedSigns.From(signs), Means(ChannelSums(Values, _ => -quantile, _ => quantile)));
        }

        return new StoredWeights(PackedSigns.From(signs), method == TrainingMethod.Sign ? null : [.. scales]);
    }

    public override TrainingParameter Copy() => new(Own(Weights.Values), Own(Weights.First), Own(Weights.Second));

    /// <summary>What is learned of the thresholds, lower then upper, as the first lane of the first unit has it; null where nothing is.</summary>
    public TrainingParameter? CopyLearned() => !Learns ? null : new TrainingParameter(
        [lowerParameter!.Values[0], upperParameter!.Values[0]], [lowerParameter.First[0], upperParameter.First[0]], [lowerParameter.Second[0], upperParameter.Second[0]]);

    /// <summary>The range as the first lane of the first unit has it; null where steps take it anew.</summary>
    public StoredRange? CopyRange() => method == TrainingMethod.ReCu ? null : new StoredRange(lower[0], upper[0], mean[0]);

    private void Start(ClippingOptions options)
    {
        math.Round(Weights.Values);
        Array.Fill(lower, -SignMethod.Limit);
        Array.Fill(upper, SignMethod.Limit);
        if (Learns)
        {
            float first = math.Round(method switch
            {
                TrainingMethod.RelativeClipping => options.InitialRatio,
                TrainingMethod.AbsoluteClipping => options.InitialRatio * Total(Magnitudes(Weights.Values)),
                _ => options.InitialDeviations,
            });
            Array.Fill(lowerParameter!.Values, method == TrainingMethod.RelativeClipping ? Math.Max(first, 1f) : Math.Min(-first, -Floor));
            Array.Fill(upperParameter!.Values, Math.Max(first, method == TrainingMethod.RelativeClipping ? 1f : Floor));
            FollowParameters();
        }

        if (method is TrainingMethod.RelativeClipping or TrainingMethod.Sign or TrainingMethod.XnorNet)
        {
            WriteBack();
        }

        if (Learns)
        {
            FollowParameters();
        }

        Prepare();
    }

    /// <summary>Sets the range by what is learned, where there are no faults.</summary>
    private void FollowParameters()
    {
        if (method == TrainingMethod.RelativeClipping)
        {
            TakeRange(Total(Magnitudes(Weights.Values)));
        }
        else if (Learns)
        {
            lowerParameter!.Values.CopyTo(lower, 0);
            upperParameter!.Values.CopyTo(upper, 0);
            Array.Fill(mean, Total(Magnitudes(Weights.Values)));
        }
    }

    /// <summary>Gradients of both thresholds: over each channel, then over the channels.</summary>
    private (float Below, float Above) ThresholdSums()
    {
        float[] values = Values;
        float[] below = new float[values.Length];
        float[] above = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int lane = LaneOf(i);
            below[i] = values[i] <= lower[lane] ? Weights.Gradient[i] : 0f;
            above[i] = values[i] >= upper[lane] ? Weights.Gradient[i] : 0f;
        }

        return (math.Sum16(Sums(below)), math.Sum16(Sums(above)));
    }

    private void UpdateWeights(in UpdateStep step)
    {
        float[] values = Values;
        float[] masked = new float[values.Length];
        for (int i = 0; i < masked.Length; i++)
        {
            int lane = LaneOf(i);
            bool passes = IsInclusive ? values[i] >= lower[lane] && values[i] <= upper[lane] : values[i] > lower[lane] && values[i] < upper[lane];
            masked[i] = passes ? Weights.Gradient[i] : 0f;
        }

        float[] gradient = masked;
        if (standardization is not null)
        {
            masked.CopyTo(Weights.Gradient, 0);
            Weights.WriteGradient();
            gradient = standardization.Backward(masked, Weights.Gradient);
        }

        Weights.Compute(gradient, step);
        if (method is TrainingMethod.Sign or TrainingMethod.XnorNet)
        {
            ClipValues();
        }

        Weights.Keep();
    }

    /// <summary>A threshold's parameter, from the sum of its gradient.</summary>
    private void Learn(CellParameter parameter, float sum, float least, float most, in UpdateStep step, float[]? threshold, int column)
    {
        for (int k = 0; k < parameter.Gradient.Length; k++)
        {
            float g = method == TrainingMethod.RelativeClipping ? math.Multiply(sum, mean[k]) : sum;
            parameter.Gradient[k] = isScaled ? math.Multiply(g, learnedFactor) : g;
        }

        parameter.WriteGradient();
        parameter.Compute(parameter.Gradient, step, decays: false);
        for (int k = 0; k < parameter.Values.Length; k++)
        {
            parameter.Values[k] = LaneMath.Clip(parameter.Values[k], least, most);
        }

        if (threshold is not null)
        {
            parameter.Values.CopyTo(threshold, 0);
            cells.Write(At(column), threshold);
        }

        parameter.Keep();
    }

    /// <summary>The range of ratios to a mean magnitude.</summary>
    private void TakeRange(float magnitude)
    {
        for (int k = 0; k < lower.Length; k++)
        {
            lower[k] = math.Multiply(-lowerParameter!.Values[k], magnitude);
            upper[k] = math.Multiply(upperParameter!.Values[k], magnitude);
        }

        Fill(mean, magnitude, ScalarColumn.Mean);
        cells.Write(At(ScalarColumn.Lower), lower);
        cells.Write(At(ScalarColumn.Upper), upper);
    }

    /// <summary>Cuts the weights to the range and writes them; the sums of their magnitudes.</summary>
    private float[] WriteBack()
    {
        ClipValues();
        float[] sums = Magnitudes(Weights.Values);
        Weights.KeepValues();
        return sums;
    }

    private void ClipValues()
    {
        for (int i = 0; i < Weights.Values.Length; i++)
        {
            Weights.Values[i] = LaneMath.Clip(Weights.Values[i], lower[LaneOf(i)], upper[LaneOf(i)]);
        }
    }

    /// <summary>Signs, scales and transposed copies of the weights as they stand.</summary>
    private void Prepare()
    {
        float[]? magnitudes = standardization?.Forward(Weights.Values);
        if (method == TrainingMethod.ReCu)
        {
            hostMean[0] = Total(magnitudes!);
            Fill(mean, hostMean[0], ScalarColumn.Mean);
        }

        float[] clipped = (float[])Values.Clone();
        if (Learns || method == TrainingMethod.XnorNet)
        {
            for (int i = 0; i < clipped.Length; i++)
            {
                clipped[i] = LaneMath.Clip(clipped[i], lower[LaneOf(i)], upper[LaneOf(i)]);
            }
        }

        TakeSigns(clipped);
        if (method == TrainingMethod.XnorNet)
        {
            Means(Magnitudes(clipped)).CopyTo(ownScales, 0);
            cells.Write(new TrainingColumn(TrainingTensor.Norm, block, NormColumn.Scale), ownScales);
        }
        else if (Learns)
        {
            Fill(scale, Total(Magnitudes(clipped)), ScalarColumn.Scale);
        }

        TakeScales();
    }

    private void TakeSigns(float[] clipped)
    {
        Array.Clear(excess);
        for (int i = 0; i < clipped.Length; i++)
        {
            (int channel, int element) = Math.DivRem(i, stride);
            if (element < depth)
            {
                signs[(channel * depth) + element] = clipped[i] < 0f ? -1f : 1f;
            }
            else
            {
                excess[channel] += clipped[i] < 0f ? 1f : 0f;
            }
        }

        signs.CopyTo(transposed, 0);
        cells.Write(new TrainingColumn(TrainingTensor.Signs, block), signs);
        cells.Write(new TrainingColumn(TrainingTensor.TransposedSigns, block), transposed);
    }

    private void KeepOwnScales()
    {
        Means(ownScales).CopyTo(ownScales, 0);
        cells.Write(new TrainingColumn(TrainingTensor.Norm, block, NormColumn.Scale), ownScales);
        TakeScales();
    }

    /// <summary>The scale of each channel in its lane, as it is read.</summary>
    private void TakeScales()
    {
        for (int c = 0; c < scales.Length; c++)
        {
            scales[c] = ScalesChannels ? ownScales[c] : scale[(c / cells.Lanes % cells.Units * cells.Lanes) + (c % cells.Lanes)];
        }
    }

    private float Quantile() => math.Round((float)(-hostMean[0] * ReCuMethod.QuantileLog(tau)));

    private void Fill(float[] copies, float value, int column)
    {
        Array.Fill(copies, value);
        cells.Write(At(column), copies);
    }

    private float[] Magnitudes(float[] values) => ChannelSums(values, _ => float.NegativeInfinity, _ => float.PositiveInfinity);

    private float[] ChannelSums(float[] values, Func<int, float> least, Func<int, float> most)
    {
        float[] sums = new float[channels];
        for (int o = 0; o < channels; o++)
        {
            sums[o] = math.SumAbs16Clipped(values.AsSpan(o * stride, stride), least(o), most(o));
        }

        return sums;
    }

    private float[] Sums(float[] values) => [.. Enumerable.Range(0, channels).Select(o => math.Sum16(values.AsSpan(o * stride, stride)))];

    /// <summary>The sum over the channels times (1 / number of weights).</summary>
    private float Total(float[] sums) => math.Multiply(math.Sum16(sums), math.Round(1f / signs.Length));

    private float[] Means(float[] sums) => [.. sums.Select(s => math.Multiply(s, math.Round(1f / depth)))];

    private int LaneOf(int index)
    {
        (int channel, int element) = Math.DivRem(index, stride);
        return (channel / cells.Lanes % cells.Units * cells.Lanes) + (element % cells.Lanes);
    }

    private int Lanes(int numbers) => (numbers + cells.Lanes - 1) / cells.Lanes;

    private TrainingColumn At(int column) => new(TrainingTensor.Scalars, block, column);

    /// <summary>With what fills lanes.</summary>
    private float[] Padded(ReadOnlySpan<float> values)
    {
        float[] padded = new float[channels * stride];
        for (int o = 0; o < channels; o++)
        {
            values.Slice(o * depth, depth).CopyTo(padded.AsSpan(o * stride));
        }

        return padded;
    }

    /// <summary>Without.</summary>
    private float[] Own(float[] padded) => [.. Enumerable.Range(0, channels).SelectMany(o => padded.AsSpan(o * stride, depth).ToArray())];

    private static float Median(float[] copies)
    {
        float[] sorted = [.. copies];
        Array.Sort(sorted);
        return sorted[sorted.Length / 2];
    }
}
