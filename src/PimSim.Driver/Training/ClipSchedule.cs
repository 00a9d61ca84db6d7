using PimSim.Models;

namespace PimSim.Driver;

/// <summary>
/// Weights of a binary block: gradients through the clipping, Adam, the learned range, write-back, signs and scale. Sums over all weights are taken
/// channel by channel in 16 chains; the host hands the channels' sums round, and every unit adds them in 16 chains again.
/// </summary>
internal sealed class ClipSchedule(StepScope x, BlockLayout layout, TrainingHost? host, DomainData? data)
{
    private readonly AdamSchedule adam = new(x, host);
    private readonly int chains = ClipLowering.Chains / x.G.Lanes;

    private StepWriter W => x.W;

    private UnitGeometry G => x.G;

    private LineRegion Weights => layout.Weights;

    private StepIndex ScalarRow => layout.Scalars!.Row(0, 0);

    /// <summary>Registers after the chains: a weight, a gradient, both thresholds.</summary>
    private int Weight => chains;

    private int Gradient => chains + 1;

    private int Lower => chains + 2;

    private int Upper => chains + 3;

    /// <summary>Gradients of both thresholds: sums of each channel to the host.</summary>
    public void ThresholdSums()
    {
        LoadThresholds(Lower, Upper);
        Sums(ClipSum.Lower, at => Outside(at, Lower, VectorComparison.AtMost));
        Sums(ClipSum.Upper, at => Outside(at, Upper, VectorComparison.AtLeast));

        void Outside(StepColumn at, int threshold, VectorComparison comparison)
        {
            W.Row(VectorOperation.LoadRow, at + ParameterColumn.Gradient, Gradient);
            W.Vector(VectorOperation.Keep, Gradient, s: Weight, e: threshold, bit: (int)comparison);
            W.Vector(VectorOperation.Copy, Weight, s: Gradient);
        }
    }

    /// <summary>Weights and what is learned of the thresholds, from the sums of the threshold gradients.</summary>
    public void Update()
    {
        bool relative = layout.Block.Clip == TrainingClip.Relative;
        LoadThresholds(6, 7);
        adam.LoadConstants();
        W.Loop(layout.Outputs.PerUnit, line => x.Records(Weights, line, 0, Weights.Records, (_, at) =>
        {
            adam.Load(at);
            W.Vector(VectorOperation.Keep, 1, s: 0, e: 6, bit: (int)(relative ? VectorComparison.AtLeast : VectorComparison.Above));
            W.Vector(VectorOperation.Keep, 1, s: 0, e: 7, bit: (int)(relative ? VectorComparison.AtMost : VectorComparison.Below));
            adam.Step(at);
        }));
        ReceiveSum(ClipSum.Lower, ScalarColumn.LowerParameter + ParameterColumn.Gradient, relative ? [-1f] : null);
        ReceiveSum(ClipSum.Upper, ScalarColumn.UpperParameter + ParameterColumn.Gradient, relative ? [] : null);
        float smallest = relative ? 1f : 1e-3f;
        adam.LoadConstants(smallest, float.PositiveInfinity, -smallest, float.NegativeInfinity);
        Learn(ScalarColumn.LowerParameter, relative ? 0 : 3, relative ? 1 : 2, relative ? null : ScalarColumn.Lower);
        Learn(ScalarColumn.UpperParameter, 0, 1, relative ? null : ScalarColumn.Upper);
    }

    /// <summary>Sums of the magnitudes of all weights, a channel each, to the host; where <paramref name="writesBack"/> is set, after cutting them to the range.</summary>
    public void Magnitudes(bool writesBack)
    {
        if (writesBack)
        {
            LoadThresholds(Lower, Upper);
        }

        Sums(ClipSum.Magnitude, at =>
        {
            if (writesBack)
            {
                W.Vector(VectorOperation.ClipSources, Weight, s: Lower, e: Upper);
                W.WriteBack(PimBuffer.Vector, Weight, at + ParameterColumn.Value);
            }

            W.Vector(VectorOperation.Absolute, Weight);
        });
    }

    /// <summary>The range of ratios to the mean magnitude.</summary>
    public void TakeRange()
    {
        ReceiveMean(ScalarColumn.Mean);
        W.Open(ScalarRow);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.LowerParameter), 1);
        W.Row(VectorOperation.LoadRow, new StepColumn(0, ScalarColumn.UpperParameter), 2);
        W.Vector(VectorOperation.MultiplySource, 1, s: CommandOperands.ElementSource + 1);
        W.Vector(VectorOperation.MultiplySource, 1, 2, 0);
        W.WriteBack(PimBuffer.Vector, 1, new StepColumn(0, ScalarColumn.Lower));
        W.WriteBack(PimBuffer.Vector, 2, new StepColumn(0, ScalarColumn.Upper));
        W.Close();
    }

    /// <summary>Signs of the clipped set to their rows and to the host, and the sums of its magnitudes.</summary>
    public void Signs()
    {
        LineRegion signs = layout.Signs!;
        int perChunk = G.LaneBits / G.Lanes;
        LoadThresholds(Lower, Upper);
        W.Loop(layout.Outputs.PerUnit, j =>
        {
            W.Clear(PimBuffer.Vector, 0, chains);
            for (int chunk = 0; chunk < signs.Records; chunk++)
            {
                int first = chunk * perChunk;
                int records = Math.Min(perChunk, Weights.Records - first);
                W.Clear(PimBuffer.Output);
                SignChunk(j, first, records);
                LineRun place = signs.Runs(chunk, 1).First();
                W.Open(signs.Row(0, place.Row));
                W.WriteBack(PimBuffer.Output, 0, signs.Column(place, 0) + j);
                W.Close();
                int number = chunk;
                W.Loop(BankUnits, u => W.ReadOut(PimBuffer.Output, 0, u, (unit, words) => TakeSigns(j.Value, number, unit, words)));
            }

            Join();
            ReadSum(ClipSum.Magnitude, j);
        });
    }

    /// <summary>The scale from the sums of magnitudes.</summary>
    public void TakeScale() => ReceiveMean(ScalarColumn.Scale);

    private int BankUnits => layout.Outputs.BankUnits(0);

    private void SignChunk(StepIndex line, int first, int records)
    {
        foreach (IGrouping<int, LineRun> row in Weights.Runs(first, records).GroupBy(r => r.Row))
        {
            W.Open(Weights.Row(line, row.Key));
            foreach (LineRun run in row)
            {
                for (int c = 0; c < Math.Min(chains, run.Count); c++)
                {
                    // A register is a chain for each lane, so the records of one register after those of another leave each chain's order.
                    int chain = (run.First + c) % chains;
                    W.Loop(((run.Count - c - 1) / chains) + 1, i =>
                    {
                        W.Row(VectorOperation.LoadRow, Weights.Column(run, (i * chains) + c) + ParameterColumn.Value, Weight);
                        W.Vector(VectorOperation.ClipSources, Weight, s: Lower, e: Upper);
                        W.Pack(Weight, (i * (chains * G.Lanes)) + ((run.First - first + c) * G.Lanes));
                        W.Vector(VectorOperation.Absolute, Weight);
                        W.Vector(VectorOperation.AddSource, chain, s: Weight);
                    });
                }
            }

            W.Close();
        }
    }

    /// <summary>For each channel the sum over its weights of what <paramref name="make"/> leaves in the weight's register.</summary>
    private void Sums(ClipSum sum, Action<StepColumn> make) => W.Loop(layout.Outputs.PerUnit, line =>
    {
        W.Clear(PimBuffer.Vector, 0, chains);
        x.Records(Weights, line, 0, Weights.Records, chains, (_, _) => { }, (_, chain, at) =>
        {
            W.Row(VectorOperation.LoadRow, at + ParameterColumn.Value, Weight);
            make(at);
            W.Vector(VectorOperation.AddSource, chain, s: Weight);
        });
        Join();
        ReadSum(sum, line);
    });

    /// <summary>Joins the chains 8-4-2-1: first registers, then lanes.</summary>
    private void Join()
    {
        for (int half = chains / 2; half > 0; half /= 2)
        {
            W.Vector(VectorOperation.Add, 0, half, half);
        }

        for (int half = G.Lanes / 2; half > 0; half /= 2)
        {
            W.Vector(VectorOperation.FoldAdd, 0, stride: half);
        }
    }

    private void ReadSum(ClipSum sum, StepIndex line) => W.Loop(BankUnits, u => W.ReadOut(PimBuffer.Vector, 0, u, (unit, words) =>
    {
        int channel = unit < G.Units ? layout.Outputs.ChannelInUnit(unit, line.Value) : -1;
        if (channel >= 0)
        {
            data!.Sums(layout.Index, sum)[channel] = Lanes.Get(words, 0);
        }
    }));

    /// <summary>The sum over the channels, in all lanes of register 0.</summary>
    private void AddChannels(ClipSum sum)
    {
        int channels = layout.Shape.OutChannels;
        W.Clear(PimBuffer.Vector, 0, chains);
        int registers = UnitGeometry.Ceiling(channels, G.Lanes);
        for (int first = 0; first < registers; first += G.Unit.InputRegisters)
        {
            int count = Math.Min(G.Unit.InputRegisters, registers - first);
            int element = first * G.Lanes;
            x.LoadElements(Math.Min(count * G.Lanes, channels - element), e => data!.Sums(layout.Index, sum)[element + e]);
            for (int i = 0; i < count; i++)
            {
                W.Vector(VectorOperation.LoadInput, Weight, s: i);
                W.Vector(VectorOperation.AddSource, (first + i) % chains, s: Weight);
            }
        }

        Join();
        W.Vector(VectorOperation.BroadcastLane, 0, s: 0);
    }

    /// <summary>The magnitudes' sum times fl(1 / number of weights) to a scalar; it stays in register 0, and -1 is input element 1.</summary>
    private void ReceiveMean(int column)
    {
        AddChannels(ClipSum.Magnitude);
        x.LoadElements(2, e => e == 0 ? 1f / (layout.Shape.OutChannels * layout.Elements) : -1f);
        W.Vector(VectorOperation.MultiplySource, 0, s: CommandOperands.ElementSource);
        W.Open(ScalarRow);
        W.WriteBack(PimBuffer.Vector, 0, new StepColumn(0, column));
        W.Close();
    }

    /// <summary>A sum to a scalar; with factors, times these and the mean magnitude.</summary>
    private void ReceiveSum(ClipSum sum, int column, float[]? factors)
    {
        AddChannels(sum);
        if (factors is { Length: > 0 })
        {
            x.LoadElements(1, _ => factors[0]);
            W.Vector(VectorOperation.MultiplySource, 0, s: CommandOperands.ElementSource);
        }

        W.Open(ScalarRow);
        if (factors is not null)
        {
            W.Row(VectorOperation.MultiplyRow, new StepColumn(0, ScalarColumn.Mean), 0);
        }

        W.WriteBack(PimBuffer.Vector, 0, new StepColumn(0, column));
        W.Close();
    }

    /// <summary>Adam on a scalar, cut to two of the numbers after its constants; also to a threshold's column where one is given.</summary>
    private void Learn(int column, int lower, int upper, int? threshold)
    {
        W.Open(ScalarRow);
        adam.Load(new StepColumn(0, column));
        adam.Compute();
        W.Vector(VectorOperation.ClipSources, 0, s: CommandOperands.ElementSource + AdamSchedule.Elements + lower, e: CommandOperands.ElementSource + AdamSchedule.Elements + upper);
        adam.Keep(new StepColumn(0, column));
        if (threshold is { } at)
        {
            W.WriteBack(PimBuffer.Vector, 0, new StepColumn(0, at));
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
