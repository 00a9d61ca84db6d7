using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Weights of a binary block: gradients through the clipping, the optimizer, the range, write-back, signs and scale. Sums over all weights are taken
/// channel by channel in 16 chains; the host hands the channels' sums round, and every unit adds them in 16 chains again. Scales of channels stay
/// in the unit.
/// </summary>
internal sealed class ClipSchedule(StepScope x, BlockLayout layout, TrainingHost? host, DomainData? data)
{
    private const int LaneNumbers = WeightLines.FirstOwn;
    private const int Collected = WeightLines.FirstOwn + 1;

    // Neither sums nor the optimizer take these.
    private const int LowerBesideOptimizer = WeightLines.FirstOwn - 2;
    private const int UpperBesideOptimizer = WeightLines.FirstOwn - 1;
    private const int Element = CommandOperands.ElementSource;
    private readonly OptimizerSchedule optimizer = OptimizerSchedule.Create(x, host);
    private readonly WeightLines lines = new(x, layout);
    private readonly StandardSchedule standard = new(x, layout);
    private readonly ChannelSums sums = new(x, layout, data);

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private TrainingClip Clip => layout.Block.Clip;

    private LineRegion Weights => layout.Weights;

    private StepIndex ScalarRow => layout.Scalars!.Row(0, 0);

    /// <summary>What a threshold gradient is multiplied with: it is a sum over weights, by whose magnitude Adam divides and plain descent does not.</summary>
    private float LearnedFactor => 1f / MathF.Sqrt(layout.Shape.OutChannels * layout.Elements);

    /// <summary>Whether weights on a threshold have a gradient too.</summary>
    private bool IsInclusive => Clip is not (TrainingClip.Absolute or TrainingClip.Standardized);

    /// <summary>Gradients of both thresholds: sums of each channel to the host.</summary>
    public void ThresholdSums()
    {
        LoadThresholds(lines.Lower, lines.Upper);
        Sums(ClipSum.Lower, at => Outside(at, lines.Lower, VectorComparison.AtMost));
        Sums(ClipSum.Upper, at => Outside(at, lines.Upper, VectorComparison.AtLeast));

        void Outside(StepColumn at, int threshold, VectorComparison comparison)
        {
            W.Row(VectorOperation.LoadRow, at + ParameterColumn.Gradient, lines.Gradient);
            W.Vector(VectorOperation.Keep, lines.Gradient, s: lines.Weight, e: threshold, bit: (int)comparison);
            W.Vector(VectorOperation.Copy, lines.Weight, s: lines.Gradient);
        }
    }

    /// <summary>Weights, from their gradients.</summary>
    public void UpdateWeights()
    {
        if (layout.Block.Standardizes)
        {
            LoadThresholds(LowerBesideOptimizer, UpperBesideOptimizer);
            standard.Update(optimizer, (weight, gradient) => Mask(gradient, weight, LowerBesideOptimizer, UpperBesideOptimizer));
            return;
        }

        const int Lower = OptimizerSchedule.Free;
        const int Upper = Lower + 1;
        LoadThresholds(Lower, Upper);
        optimizer.LoadConstants();
        lines.Each(line => x.Records(Weights, line, 0, Weights.Records, (_, at) =>
        {
            optimizer.Load(at);
            Mask(OptimizerSchedule.Gradient, OptimizerSchedule.Value, Lower, Upper);
            optimizer.Compute();
            if (Clip is TrainingClip.Sign or TrainingClip.ScaledSign)
            {
                W.Vector(VectorOperation.ClipSources, OptimizerSchedule.Value, s: Lower, e: Upper);
            }

            optimizer.Keep(at);
        }));
    }

    /// <summary>What is learned of the thresholds, from the sums of their gradients.</summary>
    public void UpdateThresholds()
    {
        bool relative = Clip == TrainingClip.Relative;
        ReceiveSum(ClipSum.Lower, ScalarColumn.LowerParameter + ParameterColumn.Gradient, isNegated: relative);
        ReceiveSum(ClipSum.Upper, ScalarColumn.UpperParameter + ParameterColumn.Gradient, isNegated: false);
        float smallest = relative ? 1f : 1e-3f;
        optimizer.LoadConstants(smallest, float.PositiveInfinity, -smallest, float.NegativeInfinity);
        Learn(ScalarColumn.LowerParameter, relative ? 0 : 3, relative ? 1 : 2, relative ? null : ScalarColumn.Lower);
        Learn(ScalarColumn.UpperParameter, 0, 1, relative ? null : ScalarColumn.Upper);
    }

    /// <summary>Sums of the magnitudes of all weights, a channel each, to the host; where <paramref name="writesBack"/> is set, after cutting them to the range.</summary>
    public void Magnitudes(bool writesBack)
    {
        if (writesBack)
        {
            LoadThresholds(lines.Lower, lines.Upper);
        }

        Sums(ClipSum.Magnitude, at =>
        {
            if (writesBack)
            {
                W.Vector(VectorOperation.ClipSources, lines.Weight, s: lines.Lower, e: lines.Upper);
                W.WriteBack(PimBuffer.Vector, lines.Weight, at + ParameterColumn.Value);
            }

            W.Vector(VectorOperation.Absolute, lines.Weight);
        });
    }

    /// <summary>The range of ratios to the mean magnitude.</summary>
    public void TakeRange()
    {
        sums.TakeMean(ScalarColumn.Mean);
        W.Open(ScalarRow);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.LowerParameter), 1);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.UpperParameter), 2);
        W.Vector(VectorOperation.MultiplySource, 1, s: Element + 1);
        W.Vector(VectorOperation.MultiplySource, 1, 2, 0);
        W.WriteBack(PimBuffer.Vector, 1, new StepColumn(0, ScalarColumn.Lower));
        W.WriteBack(PimBuffer.Vector, 2, new StepColumn(0, ScalarColumn.Upper));
        W.Close();
    }

    /// <summary>Standardized weights to their columns; the sums of their magnitudes to the host where quantiles follow from them.</summary>
    public void Standardize() => standard.Forward(Clip == TrainingClip.Quantiles ? line => sums.Send(ClipSum.Magnitude, line) : null);

    /// <summary>The mean magnitude of the standardized weights, also to the host, which makes quantiles of it.</summary>
    public void TakeMean()
    {
        sums.TakeMean(ScalarColumn.Mean);
        W.ReadOut(PimBuffer.Vector, 0, 0, (unit, words) =>
        {
            if (unit == 0)
            {
                data!.Means[layout.Index] = G.Lane(words, 0);
            }
        });
    }

    /// <summary>The quantiles from the host, and the scales of the channels that follow from them.</summary>
    public void TakeQuantiles()
    {
        float inverse = 1f / layout.Elements;
        LoadLaneNumbers(3, e => e == 2 ? inverse : e == 1 ? host!.Quantile(data!.Means[layout.Index]) : -host!.Quantile(data!.Means[layout.Index]));
        W.Vector(VectorOperation.Copy, lines.Lower, s: Element);
        W.Vector(VectorOperation.Copy, lines.Upper, s: Element + 1);
        W.Open(ScalarRow);
        W.WriteBack(PimBuffer.Vector, lines.Lower, new StepColumn(0, ScalarColumn.Lower));
        W.WriteBack(PimBuffer.Vector, lines.Upper, new StepColumn(0, ScalarColumn.Upper));
        W.Close();
        ChannelScales(Element + 2, line => lines.Sum(line, at =>
        {
            W.Row(VectorOperation.LoadRow, at + ParameterColumn.Standard, lines.Weight);
            W.Vector(VectorOperation.ClipSources, lines.Weight, s: lines.Lower, e: lines.Upper);
            W.Vector(VectorOperation.Absolute, lines.Weight);
        }));
    }

    /// <summary>Signs of the clipped set to their rows and to the host; scales of channels, or the sums of magnitudes for the layer's.</summary>
    public void Signs()
    {
        if (SumsMagnitudes)
        {
            LoadThresholds(lines.Lower, lines.Upper);
        }

        if (Clip == TrainingClip.ScaledSign)
        {
            float inverse = 1f / layout.Elements;
            LoadLaneNumbers(1, _ => inverse);
            ChannelScales(Element, SignLine);
            return;
        }

        lines.Each(line =>
        {
            SignLine(line);
            if (layout.Block.Learns)
            {
                sums.Send(ClipSum.Magnitude, line);
            }
        });
    }

    /// <summary>The layer's scale from the sums of magnitudes.</summary>
    public void TakeScale() => sums.TakeMean(ScalarColumn.Scale);

    /// <summary>Whether a scale follows from the magnitudes as soon as there are signs; clipping changes no sign.</summary>
    private bool SumsMagnitudes => layout.Block.Learns || Clip == TrainingClip.ScaledSign;

    /// <summary>Signs of a channel; and the sum of the magnitudes of its clipped weights where it is needed, in lane 0 of register 0.</summary>
    private void SignLine(StepIndex line)
    {
        LineRegion signs = layout.Signs!;
        int perChunk = G.LaneBits / G.Lanes;
        if (SumsMagnitudes)
        {
            lines.Clear();
        }

        for (int chunk = 0; chunk < signs.Records; chunk++)
        {
            int first = chunk * perChunk;
            int records = Math.Min(perChunk, Weights.Records - first);
            W.Clear(PimBuffer.Output);
            SignChunk(line, first, records);
            LineRun place = signs.Runs(chunk, 1).First();
            W.Open(signs.Row(0, place.Row));
            W.WriteBack(PimBuffer.Output, 0, signs.Column(place, 0) + line);
            W.Close();
            int number = chunk;
            W.Loop(BankUnits, u => W.ReadOut(PimBuffer.Output, 0, u, (unit, words) => TakeSigns(line.Value, number, unit, words)));
        }

        if (SumsMagnitudes)
        {
            lines.Join();
        }
    }

    /// <summary>Sums of channels, which <paramref name="sum"/> leaves in lane 0 of register 0, times an input element; each to the lane of its channel.</summary>
    private void ChannelScales(int factor, Action<StepIndex> sum)
    {
        for (int v = 0; v < layout.Outputs.Vectors; v++)
        {
            int first = v * G.Lanes;
            W.Clear(PimBuffer.Vector, Collected, 1);
            W.Loop(G.Lanes, l =>
            {
                sum(l + first);
                W.Vector(VectorOperation.MultiplySource, 0, s: factor);
                W.Vector(VectorOperation.BroadcastLane, 0, s: 0);
                W.Vector(VectorOperation.KeepPlace, lines.Weight, s: LaneNumbers, e: 0, bit: l);
                W.Vector(VectorOperation.AddSource, Collected, s: lines.Weight);
            });
            W.Open(layout.Norm.Row(v, 0));
            W.WriteBack(PimBuffer.Vector, Collected, new StepColumn(0, NormColumn.Scale));
            W.Close();
        }
    }

    private void LoadLaneNumbers(int count, Func<int, float> value) =>
        W.Vector(VectorOperation.LoadInput, LaneNumbers, s: lines.LoadElementsAndLanes(count, value, l => l));

    private void Mask(int gradient, int weight, int lower, int upper)
    {
        W.Vector(VectorOperation.Keep, gradient, s: weight, e: lower, bit: (int)(IsInclusive ? VectorComparison.AtLeast : VectorComparison.Above));
        W.Vector(VectorOperation.Keep, gradient, s: weight, e: upper, bit: (int)(IsInclusive ? VectorComparison.AtMost : VectorComparison.Below));
    }

    private int BankUnits => layout.Outputs.BankUnits(0);

    private void SignChunk(StepIndex line, int first, int records)
    {
        foreach (IGrouping<int, LineRun> row in Weights.Runs(first, records).GroupBy(r => r.Row))
        {
            W.Open(Weights.Row(line, row.Key));
            foreach (LineRun run in row)
            {
                for (int c = 0; c < Math.Min(lines.Chains, run.Count); c++)
                {
                    // A register is a chain for each lane, so the records of one register after those of another leave each chain's order.
                    int chain = (run.First + c) % lines.Chains;
                    W.Loop(((run.Count - c - 1) / lines.Chains) + 1, i =>
                    {
                        W.Row(VectorOperation.LoadRow, Weights.Column(run, (i * lines.Chains) + c) + lines.Column, lines.Weight);
                        StepIndex bit = (i * (lines.Chains * G.Lanes)) + ((run.First - first + c) * G.Lanes);
                        if (!SumsMagnitudes)
                        {
                            W.Pack(lines.Weight, bit);
                            return;
                        }

                        W.Vector(VectorOperation.ClipSources, lines.Weight, s: lines.Lower, e: lines.Upper);
                        W.Pack(lines.Weight, bit);
                        W.Vector(VectorOperation.Absolute, lines.Weight);
                        lines.Add(chain);
                    });
                }
            }

            W.Close();
        }
    }

    /// <summary>For each channel the sum over its weights of what <paramref name="make"/> leaves in the weight's register, to the host.</summary>
    private void Sums(ClipSum sum, Action<StepColumn> make) => lines.Each(line =>
    {
        lines.Sum(line, at =>
        {
            W.Row(VectorOperation.LoadRow, at + lines.Column, lines.Weight);
            make(at);
        });
        sums.Send(sum, line);
    });

    /// <summary>A sum of threshold gradients to a scalar: of ratios, times the mean magnitude; under plain descent, times the factor for it.</summary>
    private void ReceiveSum(ClipSum sum, int column, bool isNegated)
    {
        sums.Add(sum);
        bool isScaled = x.P.Workload.Optimizer == TrainingOptimizer.Momentum;
        float factor = LearnedFactor;
        if (isNegated || isScaled)
        {
            x.LoadElements(2, e => e == 0 ? -1f : factor);
        }

        if (isNegated)
        {
            W.Vector(VectorOperation.MultiplySource, 0, s: Element);
        }

        W.Open(ScalarRow);
        if (Clip == TrainingClip.Relative)
        {
            W.Row(VectorOperation.MultiplyRow, new StepColumn(0, ScalarColumn.Mean), 0);
        }

        if (isScaled)
        {
            W.Vector(VectorOperation.MultiplySource, 0, s: Element + 1);
        }

        W.WriteBack(PimBuffer.Vector, 0, new StepColumn(0, column));
        W.Close();
    }

    /// <summary>The optimizer on a scalar, cut to two of the numbers after its constants; also to a threshold's column where one is given.</summary>
    private void Learn(int column, int lower, int upper, int? threshold)
    {
        W.Open(ScalarRow);
        optimizer.Load(new StepColumn(0, column));
        optimizer.Compute(decays: false);
        W.Vector(VectorOperation.ClipSources, OptimizerSchedule.Value, s: Element + optimizer.Elements + lower, e: Element + optimizer.Elements + upper);
        optimizer.Keep(new StepColumn(0, column));
        if (threshold is { } at)
        {
            W.WriteBack(PimBuffer.Vector, OptimizerSchedule.Value, new StepColumn(0, at));
        }

        W.Close();
    }

    private void LoadThresholds(int lower, int upper)
    {
        W.Open(ScalarRow);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.Lower), lower);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.Upper), upper);
        W.Close();
    }

    private void TakeSigns(int index, int chunk, int unit, ReadOnlySpan<ulong> words)
    {
        int channel = unit < G.Units ? layout.Outputs.ChannelInUnit(unit, index) : -1;
        for (int bit = 0; channel >= 0 && bit < G.LaneBits && (chunk * G.LaneBits) + bit < layout.Elements; bit++)
        {
            data!.Signs(layout.Index)[(channel * layout.Elements) + (chunk * G.LaneBits) + bit] = ((words[bit / 64] >> (bit % 64)) & 1) != 0;
        }
    }
}
